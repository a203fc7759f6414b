-- One row an indicator and level whose figures differ between the two databases: what is new, revised and gone.
WITH now_cell AS (
    -- A digest of all figures of a period tells at once whether any of them differs; only those that do are joined.
    SELECT indicator, level, period_end, min(period_start) AS period_start, count(*) AS figures,
        bit_xor(hash(area, group_type, group_name, value, numerator, denominator, withheld)) AS mark
    FROM observation GROUP BY ALL
), before_cell AS (
    SELECT indicator, level, period_end, count(*) AS figures,
        bit_xor(hash(area, group_type, group_name, value, numerator, denominator, withheld)) AS mark
    FROM before.observation GROUP BY ALL
), cell AS (
    SELECT indicator, level, period_end, n.period_start, n.figures, b.figures AS figures_before
    FROM now_cell n FULL JOIN before_cell b USING (indicator, level, period_end)
    WHERE n.mark IS DISTINCT FROM b.mark
), both_there AS (
    SELECT indicator, level, period_end FROM cell WHERE figures IS NOT NULL AND figures_before IS NOT NULL
), paired AS (
    SELECT n.indicator, n.level, n.period_start, n.period_end, n.area, n.group_name, n.rolled_up, b.value AS was,
        n.value AS is_now, b.area IS NULL AS added,
        abs(is_now - was) > 1e-9 * greatest(1, abs(is_now), abs(was)) AS moved,
        coalesce(moved, was IS DISTINCT FROM is_now)
            OR coalesce(abs(n.numerator - b.numerator) > 1e-9 * greatest(1, abs(n.numerator), abs(b.numerator)),
                n.numerator IS DISTINCT FROM b.numerator)
            OR coalesce(abs(n.denominator - b.denominator) > 1e-9 * greatest(1, abs(n.denominator), abs(b.denominator)),
                n.denominator IS DISTINCT FROM b.denominator)
            OR n.withheld IS DISTINCT FROM b.withheld AS differs
    FROM (FROM observation SEMI JOIN both_there USING (indicator, level, period_end)) n
    LEFT JOIN (FROM before.observation SEMI JOIN both_there USING (indicator, level, period_end)) b
        USING (indicator, level, period_end, area, group_type, group_name)
), sized AS (
    -- By how much each figure moved as it is shown, so that those that read alike count as alike.
    SELECT *, max(shown) OVER (PARTITION BY indicator, level) AS most
    FROM (SELECT p.*, CASE WHEN moved AND NOT rolled_up
            THEN round(abs(round(is_now, i.decimals) - round(was, i.decimals)), i.decimals) END AS shown
        FROM paired p JOIN indicator i ON i.id = p.indicator)
), changed AS (
    SELECT indicator, level, count(*) FILTER (added) AS figures_added,
        count(*) FILTER (differs AND NOT added) AS figures_revised, count(*) FILTER (NOT added) AS figures_kept,
        -- A sum of the areas below moves because they do: the largest is looked for among the areas themselves.
        arg_max({area: area, group_name: group_name, period_start: period_start, period_end: period_end, was: was,
            is_now: is_now}, abs(is_now - was)) FILTER (moved AND NOT rolled_up) AS largest,
        count(DISTINCT {area: area, group_name: group_name}) FILTER (most > 0 AND shown = most) AS alike
    FROM sized GROUP BY ALL
), counted AS (
    SELECT indicator, level, count(*) FILTER (figures_before IS NULL) AS new_periods,
        min(period_start) FILTER (figures_before IS NULL) AS first_start,
        min(period_end) FILTER (figures_before IS NULL) AS first_new,
        max(period_start) FILTER (figures_before IS NULL) AS last_start,
        max(period_end) FILTER (figures_before IS NULL) AS last_new,
        sum(figures) FILTER (figures_before IS NULL) AS figures_new, sum(figures_before) AS figures_before
    FROM cell GROUP BY ALL
)
SELECT c.* EXCLUDE (figures_new, figures_before), coalesce(figures_new, 0)::BIGINT AS figures_new,
    coalesce(figures_added, 0) AS figures_added, coalesce(figures_revised, 0) AS figures_revised,
    (coalesce(figures_before, 0) - coalesce(figures_kept, 0))::BIGINT AS figures_gone,
    largest, greatest(coalesce(alike, 0), 1) AS alike, a.name, a.borough
FROM counted c LEFT JOIN changed USING (indicator, level) LEFT JOIN area a ON a.code = largest.area
WHERE new_periods > 0 OR figures_added > 0 OR figures_revised > 0 OR figures_before > coalesce(figures_kept, 0)
ORDER BY c.indicator, c.level
