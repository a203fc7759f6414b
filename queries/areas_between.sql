-- One row an indicator and borough or BCU with a figure at both of two periods: $indicators, $before_ends and $ends are
-- lists of one length. Figures of two sources, and of two sides of a break, are left out.
WITH asked AS (
    SELECT unnest($indicators) AS indicator, unnest($before_ends)::DATE AS before_end, unnest($ends)::DATE AS period_end
)
SELECT n.indicator, n.level, n.area, a.name, b.value AS before_value, n.value
FROM asked q
    JOIN observation n ON n.indicator = q.indicator AND n.period_end = q.period_end AND n.group_type = ''
        AND n.level IN ('borough', 'bcu')
    JOIN observation b ON b.indicator = q.indicator AND b.period_end = q.before_end AND b.group_type = ''
        AND b.area = n.area AND b.source = n.source
    JOIN area a ON a.code = n.area
    ANTI JOIN (
        SELECT i.id AS indicator, unnest(s.levels) AS level, s.date
        FROM series_break s JOIN indicator i ON list_contains(i.sources, s.source)
    ) s ON s.indicator = n.indicator AND s.level = n.level AND b.period_start < s.date AND s.date <= n.period_end
WHERE n.value IS NOT NULL AND b.value IS NOT NULL
ORDER BY n.indicator, n.level, a.name
