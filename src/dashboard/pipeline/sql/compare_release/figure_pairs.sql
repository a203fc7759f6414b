CREATE OR REPLACE TABLE regrouped_periods AS
SELECT period_end FROM offered_coverage WHERE level = 'ward' AND getvariable('sparse')
INTERSECT SELECT period_end FROM coverage WHERE source = getvariable('source') AND level = 'borough'
EXCEPT SELECT period_end FROM coverage WHERE source = getvariable('source') AND level = 'ward';
CREATE OR REPLACE TABLE covered_periods AS
SELECT DISTINCT CASE WHEN r.period_end IS NULL THEN level ELSE 'borough' END AS level, period_end
FROM offered_coverage LEFT JOIN regrouped_periods r USING (period_end);
CREATE OR REPLACE TABLE figure_pairs AS
WITH offered_figures AS (
    SELECT f.*, a.level FROM (FROM {offered}) f JOIN area a ON a.code = f.area
    ANTI JOIN regrouped_periods USING (period_end)
    UNION ALL BY NAME
    SELECT measure, a.parent AS area, period_start, period_end, group_type, group_name, sum(value) AS value,
        'borough' AS level
    FROM (FROM {offered}) f JOIN area a ON a.code = f.area SEMI JOIN regrouped_periods USING (period_end) GROUP BY ALL
), standing_facts AS (
    SELECT f.*, a.level FROM fact f JOIN area a ON a.code = f.area WHERE f.source = getvariable('source')
        AND (getvariable('sparse') OR f.measure IN (SELECT measure FROM offered_facts))
), standing_coverage AS (
    SELECT DISTINCT level, period_end, true AS is_covered FROM coverage WHERE source = getvariable('source')
)
SELECT measure, area, level, coalesce(n.period_start, b.period_start) AS period_start, period_end, group_type,
    group_name, b.source IS NOT NULL AS is_standing, n.measure IS NOT NULL AS is_offered,
    CASE WHEN b.source IS NULL AND getvariable('sparse') AND s.is_covered THEN 0 ELSE b.value END AS before,
    CASE WHEN n.measure IS NULL AND getvariable('sparse') THEN 0 ELSE n.value END AS after
FROM offered_figures n
FULL JOIN (FROM standing_facts SEMI JOIN covered_periods USING (level, period_end)) b
    USING (measure, area, level, period_end, group_type, group_name)
LEFT JOIN standing_coverage s USING (level, period_end);
CREATE OR REPLACE TABLE figure_changes AS FROM figure_pairs WHERE abs(after - before) > 1e-9;
