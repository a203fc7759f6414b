-- One row an indicator, area, period and group that has two observations: an empty answer passes.
SELECT indicator, area, period_end, group_type, group_name, count(*) AS observations
FROM observation GROUP BY ALL HAVING count(*) > 1
LIMIT 1
