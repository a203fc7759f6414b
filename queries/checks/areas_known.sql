-- A figure is of an area that is not declared.
-- severity: error
SELECT f.source, f.area, min(f.period_end) AS first_period, count(*) AS figures
FROM fact f ANTI JOIN area a ON a.code = f.area
GROUP BY ALL ORDER BY ALL
