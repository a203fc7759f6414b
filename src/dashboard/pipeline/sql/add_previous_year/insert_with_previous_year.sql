INSERT INTO observation
WITH figures AS (
    FROM observation_before WHERE indicator = $indicator
), figures_with_year AS (
    SELECT o.* REPLACE (
        y.numerator AS year_numerator, y.denominator AS year_denominator, y.base AS year_base, y.value AS year_value,
        y.lower AS year_lower, y.upper AS year_upper,
        CASE WHEN y.source <> o.source THEN 'the two figures come from different sources' END AS broken),
        y.period_start AS year_start
    FROM figures o LEFT JOIN figures y
        ON y.area = o.area AND y.group_type = o.group_type AND y.group_name = o.group_name
        AND y.period_end = last_day((o.period_end - INTERVAL 1 YEAR)::DATE)
), breaks AS (
    SELECT p.level, p.year_start, p.period_end, min(b.title) AS title
    FROM (SELECT DISTINCT level, year_start, period_end FROM figures_with_year WHERE year_start IS NOT NULL) p
    JOIN indicator_break b ON b.indicator = $indicator AND b.level = p.level
        AND p.year_start < b.date AND b.date <= p.period_end
    GROUP BY ALL
)
SELECT o.* EXCLUDE (year_start) REPLACE (coalesce(b.title, o.broken) AS broken)
FROM figures_with_year o LEFT JOIN breaks b USING (level, year_start, period_end)
ORDER BY level, group_type, area, group_name, period_end
