-- One row an indicator in agenda order, with the first and last period that has a figure (null: none loaded).
SELECT * FROM indicator ORDER BY theme_order, position, id
