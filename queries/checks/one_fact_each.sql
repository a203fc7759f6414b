-- A measure has more than one value for an area, period and group.
-- severity: error
SELECT source, measure, area, period_end, group_type, group_name, count(*) AS given
FROM fact GROUP BY ALL HAVING count(*) > 1
ORDER BY ALL
