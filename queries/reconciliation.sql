-- One row an area and kind of post at the end of a month: its wards added up, its own figure, and the plan in force.
WITH place AS (
    SELECT code, name, level FROM area
    WHERE (level = 'borough' AND ($borough = '' OR code = $borough)) OR (level = 'mps' AND $borough = '')
), kind AS (
    SELECT unnest(['dwo_posts', 'dwo_in_post', 'pcso_posts', 'pcso_in_post']) AS indicator
), member AS (
    SELECT p.code, w.code AS ward FROM place p
    JOIN area w ON w.level = 'ward' AND (p.level = 'mps' OR w.borough = p.code)
), added AS (
    SELECT m.code, o.indicator, sum(o.value) AS ward_sum, count(o.value) AS wards_held, max(o.release) AS release
    FROM member m JOIN observation o ON o.area = m.ward
    WHERE o.indicator IN (FROM kind) AND o.level = 'ward' AND o.group_type = '' AND o.period_end = $period
    GROUP BY ALL
), planned AS (
    SELECT m.code, sum(w.dwo_posts) AS dwo_posts, sum(w.pcso_posts) AS pcso_posts, max(w.release) AS release
    FROM member m JOIN plan_ward w ON w.ward = m.ward WHERE w.plan = $in_force GROUP BY ALL
)
SELECT p.code AS area, p.name, p.level, k.indicator, s.ward_sum, coalesce(s.wards_held, 0) AS wards_held,
    (SELECT count(*) FROM member m WHERE m.code = p.code) AS wards, o.value AS own, o.rolled_up,
    CASE k.indicator WHEN 'dwo_posts' THEN n.dwo_posts WHEN 'pcso_posts' THEN n.pcso_posts END AS planned,
    s.release, n.release AS plan_release
FROM place p CROSS JOIN kind k
LEFT JOIN added s ON s.code = p.code AND s.indicator = k.indicator
LEFT JOIN observation o ON o.area = p.code AND o.level = p.level AND o.indicator = k.indicator AND o.group_type = ''
    AND o.period_end = $period
LEFT JOIN planned n ON n.code = p.code
ORDER BY p.level, p.name, k.indicator
