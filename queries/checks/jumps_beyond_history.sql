-- A figure moved from one period to the next by more than ten times what is usual for its indicator and level.
-- severity: warning
-- Usual is 1.4826 times the median size of all moves of the level, which a few wild ones cannot raise as they would a
-- standard deviation, and at least one percentage point or 5% of the median figure. Counts and rates are compared by
-- their square roots, by which chance moves great and small alike. Wards, and shares of a few wards, are too small for
-- it. A move to figures of another source, over a declared break or over missing periods is not one; a level with
-- fewer than thirty moves has no history yet.
WITH scaled AS (
    SELECT o.indicator, o.level, o.area, o.group_type, o.group_name, o.period_end, o.value, o.source,
        CASE WHEN i.method IN ('count', 'rate') THEN sqrt(greatest(o.value, 0)) ELSE o.value END AS size,
        i.unit = 'per cent' AS per_cent
    FROM observation o JOIN indicator i ON i.id = o.indicator
    WHERE o.level <> 'ward' AND o.value IS NOT NULL AND i.method <> 'areas_below'
), steps AS (
    SELECT *, lag(period_end) OVER series AS period_before, lag(value) OVER series AS value_before,
        lag(source) OVER series AS source_before, abs(size - lag(size) OVER series) AS move,
        date_diff('month', lag(period_end) OVER series, period_end) AS months
    FROM scaled WINDOW series AS (PARTITION BY indicator, area, group_type, group_name ORDER BY period_end)
), moves AS (
    FROM steps WHERE move IS NOT NULL AND source = source_before
    QUALIFY months = min(months) OVER (PARTITION BY indicator, level, group_type)
), usual AS (
    SELECT indicator, level, group_type, greatest(
        1.4826 * median(move), CASE WHEN any_value(per_cent) THEN 1 ELSE 0.05 * median(abs(size)) END) AS spread
    FROM moves GROUP BY ALL HAVING count(*) >= 30
)
SELECT m.indicator, m.area, if(m.group_name = '', 'all', m.group_name) AS group_of, m.period_before, m.value_before,
    m.period_end, m.value, round(m.move / u.spread) AS times_the_usual
FROM moves m JOIN usual u USING (indicator, level, group_type)
WHERE m.move > 10 * u.spread AND NOT EXISTS (
    FROM series_break b WHERE b.source = m.source AND list_contains(b.levels, m.level)
        AND b.date > m.period_before AND b.date <= m.period_end)
ORDER BY times_the_usual DESC, m.indicator, m.area, group_of, m.period_end
