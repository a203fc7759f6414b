-- One row an indicator and area of a level whose newest figure is of a later period than the newest known before: both
-- figures as they are now, the earlier as it was published then, and the usual change between two such periods before.
WITH figures AS MATERIALIZED (
    SELECT indicator, level, area, period_start, period_end, 12 * year(period_end) + month(period_end) AS month,
        numerator, denominator, base, value, lower, upper, withheld, source, release
    FROM observation WHERE level = $level AND group_type = ''
), newest AS (
    SELECT indicator, area, max(month) AS month FROM figures GROUP BY ALL
), newest_before AS (
    SELECT indicator, area, max(period_end) AS period_end, arg_max({value: value}, period_end).value AS published
    FROM before.observation WHERE level = $level AND group_type = '' GROUP BY ALL
), changed AS MATERIALIZED (
    SELECT n.indicator, n.area, n.month, b.month AS before_month, b.period_end AS before_end, b.published,
        n.month - b.month AS months
    FROM newest n JOIN (SELECT *, 12 * year(period_end) + month(period_end) AS month FROM newest_before) b
        USING (indicator, area)
    WHERE n.month > b.month
), breaks AS MATERIALIZED (
    SELECT i.id AS indicator, b.date, b.title FROM series_break b JOIN indicator i ON list_contains(i.sources, b.source)
    WHERE list_contains(b.levels, $level)
), pairs AS MATERIALIZED (
    -- Earlier figures as many months apart, of one source: what is usual.
    SELECT c.indicator, c.area, first.period_start, later.period_end, abs(later.value - first.value) AS change
    FROM changed c JOIN figures later ON later.indicator = c.indicator AND later.area = c.area AND later.month <= c.before_month
        JOIN figures first ON first.indicator = later.indicator AND first.area = later.area
            AND first.month = later.month - c.months AND first.source = later.source
    WHERE later.value IS NOT NULL AND first.value IS NOT NULL
), usual AS (
    -- Where half of them or more are nought, the mean stands for what is usual.
    SELECT indicator, area, coalesce(nullif(median(change), 0), avg(change)) AS usual, count(*) AS pairs
    FROM pairs p ANTI JOIN breaks b
        ON b.indicator = p.indicator AND p.period_start < b.date AND b.date <= p.period_end
    GROUP BY ALL
)
SELECT n.* EXCLUDE (month), a.name, o.period_start AS before_start, c.before_end, o.value AS before_value,
    c.published AS before_published, c.months, u.usual, coalesce(u.pairs, 0) AS pairs,
    CASE WHEN o.source <> n.source THEN 'the two figures come from different sources' ELSE (
        SELECT min(b.title) FROM breaks b
        WHERE b.indicator = n.indicator AND o.period_start < b.date AND b.date <= n.period_end) END AS broken
FROM changed c JOIN figures n ON n.indicator = c.indicator AND n.area = c.area AND n.month = c.month
    LEFT JOIN figures o ON o.indicator = c.indicator AND o.area = c.area AND o.month = c.before_month
    JOIN area a ON a.code = c.area
    LEFT JOIN usual u ON u.indicator = c.indicator AND u.area = c.area
ORDER BY n.indicator, a.name
