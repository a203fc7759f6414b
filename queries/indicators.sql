-- One row an indicator in agenda order, with the last and first period that has a figure (null: none loaded).
SELECT i.*, p.first_period, p.last_period
FROM indicator i
LEFT JOIN (
    SELECT indicator, min(period_end) AS first_period, max(period_end) AS last_period
    FROM observation WHERE group_type = '' GROUP BY indicator
) p ON p.indicator = i.id
ORDER BY i.theme_order, i.position, i.id
