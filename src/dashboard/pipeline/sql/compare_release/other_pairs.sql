CREATE OR REPLACE TABLE shapes AS
SELECT area, level, md5(string_agg(longitude || ' ' || latitude, ';' ORDER BY rowid)) AS shape
FROM offered_boundaries GROUP BY ALL;
CREATE OR REPLACE TABLE shapes_before AS
SELECT area, level, md5(string_agg(longitude || ' ' || latitude, ';' ORDER BY rowid)) AS shape
FROM standing_boundaries SEMI JOIN shapes USING (level) GROUP BY ALL;
CREATE OR REPLACE TABLE posts AS
FROM offered_plan_wards LEFT JOIN (
    SELECT plan, ward, string_agg(component || ' ' || score, ';' ORDER BY component) AS scores
    FROM offered_plan_needs GROUP BY ALL) USING (plan, ward);
CREATE OR REPLACE TABLE posts_before AS
FROM (FROM standing_plan_wards SEMI JOIN posts USING (plan)) LEFT JOIN (
    SELECT plan, ward, string_agg(component || ' ' || score, ';' ORDER BY component) AS scores
    FROM standing_plan_needs GROUP BY ALL) USING (plan, ward);
CREATE OR REPLACE TABLE other_pairs AS
SELECT b.area IS NOT NULL AS is_standing, n.area IS NOT NULL AS is_offered, b.shape AS before, n.shape AS after
FROM shapes n FULL JOIN shapes_before b ON b.area = n.area
UNION ALL
SELECT b.ward IS NOT NULL, n.ward IS NOT NULL, concat_ws(' ', b.tier, b.dwo_posts, b.pcso_posts, b.scores),
    concat_ws(' ', n.tier, n.dwo_posts, n.pcso_posts, n.scores)
FROM posts n FULL JOIN posts_before b ON b.ward = n.ward AND b.plan = n.plan;
