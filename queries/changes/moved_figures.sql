-- One row a revised, added or vanished figure of one indicator, in periods that were there before: MPS, then largest.
WITH held AS (
    FROM observation WHERE indicator = $indicator
), held_before AS (
    FROM before.observation WHERE indicator = $indicator
), there AS (
    SELECT DISTINCT level, period_end FROM held_before
), paired AS (
    SELECT level, area, period_end, group_type, group_name, coalesce(n.period_start, b.period_start) AS period_start,
        CASE WHEN n.area IS NULL THEN 'vanished' WHEN b.area IS NULL THEN 'added' ELSE 'revised' END AS kind,
        b.value AS was, n.value AS is_now, b.withheld AS withheld_was, n.withheld AS withheld_now,
        b.numerator AS numerator_was, n.numerator AS numerator_now, b.denominator AS denominator_was,
        n.denominator AS denominator_now, coalesce(n.rolled_up, b.rolled_up) AS rolled_up,
        coalesce(n.release, b.release) AS release,
        abs(n.value - b.value) > 1e-9 * greatest(1, abs(n.value), abs(b.value)) AS moved,
        coalesce(moved, b.value IS DISTINCT FROM n.value)
            OR coalesce(abs(n.numerator - b.numerator) > 1e-9 * greatest(1, abs(n.numerator), abs(b.numerator)),
                n.numerator IS DISTINCT FROM b.numerator)
            OR coalesce(abs(n.denominator - b.denominator) > 1e-9 * greatest(1, abs(n.denominator), abs(b.denominator)),
                n.denominator IS DISTINCT FROM b.denominator)
            OR n.withheld IS DISTINCT FROM b.withheld AS differs
    FROM held n FULL JOIN held_before b USING (level, area, period_end, group_type, group_name)
)
SELECT p.* EXCLUDE (differs) REPLACE (coalesce(p.moved, false) AS moved), coalesce(a.name, old.name, p.area) AS name, coalesce(a.borough, old.borough) AS borough,
    count(*) OVER () AS of
FROM paired p JOIN there USING (level, period_end)
    LEFT JOIN area a ON a.code = p.area LEFT JOIN before.area old ON old.code = p.area
WHERE p.differs
-- After the MPS the areas themselves, then those that are only added up from others.
ORDER BY p.level <> 'mps' OR p.group_type <> '', coalesce(p.moved, false) DESC, p.rolled_up,
    list_position(['mps', 'borough', 'bcu', 'ward'], p.level), abs(p.is_now - p.was) DESC NULLS LAST,
    p.period_end DESC, p.area, p.group_type, p.group_name
LIMIT $most
