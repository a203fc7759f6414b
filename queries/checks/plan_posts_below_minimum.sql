-- A plan gives a ward fewer posts than the declared minimum for every ward.
-- severity: warning
SELECT w.plan, m.measure, m.least, count(*) AS wards, min(a.name || ' (' || a.code || ')') AS first_ward
FROM plan_ward w JOIN area a ON a.code = w.ward JOIN minimum m ON m.indicator = 'wards_below_minimum'
WHERE CASE m.measure WHEN 'dwo_in_post' THEN w.dwo_posts WHEN 'pcso_in_post' THEN w.pcso_posts END < m.least
GROUP BY ALL ORDER BY ALL
