-- A borough has other posts in its latest resources file than the plan in force gives it.
-- severity: warning
WITH planned AS (
    SELECT a.borough, p.id AS plan, sum(w.dwo_posts) AS dwo_posts, sum(w.pcso_posts) AS pcso_posts
    FROM plan p JOIN plan_ward w ON w.plan = p.id JOIN area a ON a.code = w.ward
    WHERE p.status = 'in force' GROUP BY ALL
), latest AS (
    SELECT a.borough, f.measure AS post, f.period_end, sum(f.value) AS held
    FROM fact f JOIN area a ON a.code = f.area
    WHERE f.source = 'neighbourhood_resources' AND f.measure IN ('dwo_posts', 'pcso_posts') AND a.level = 'ward'
        AND f.group_type = '' AND f.period_end = (
            SELECT max(period_end) FROM fact
            WHERE source = 'neighbourhood_resources' AND measure IN ('dwo_posts', 'pcso_posts'))
    GROUP BY ALL
)
SELECT b.name AS borough, p.plan, l.post, l.period_end,
    CASE l.post WHEN 'dwo_posts' THEN p.dwo_posts ELSE p.pcso_posts END AS planned, l.held AS in_file
FROM latest l JOIN planned p USING (borough) JOIN area b ON b.code = l.borough
WHERE abs(in_file - planned) > 0.005
ORDER BY borough, post
