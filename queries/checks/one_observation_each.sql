-- An indicator has more than one figure for an area, period and group.
-- severity: error
SELECT indicator, area, period_end, group_type, group_name, count(*) AS observations
FROM observation GROUP BY ALL HAVING count(*) > 1
ORDER BY ALL
