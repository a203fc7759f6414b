-- One row a dated event marked on charts over time.
SELECT date, title, kind FROM event ORDER BY date
