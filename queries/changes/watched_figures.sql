-- One row an indicator and area watched that has a figure: the newest, the one that was the newest before, and what that figure is now.
WITH newest AS (
    FROM observation
    WHERE group_type = '' AND indicator IN (SELECT unnest($indicators)) AND area IN (SELECT unnest($areas))
    QUALIFY row_number() OVER (PARTITION BY indicator, area ORDER BY period_end DESC) = 1
), newest_before AS (
    FROM before.observation
    WHERE group_type = '' AND indicator IN (SELECT unnest($indicators)) AND area IN (SELECT unnest($areas))
    QUALIFY row_number() OVER (PARTITION BY indicator, area ORDER BY period_end DESC) = 1
)
SELECT n.indicator, n.level, n.area, a.name, a.borough, n.period_start, n.period_end, n.numerator, n.denominator, n.base,
    n.value, n.lower, n.upper, n.withheld, n.source, n.release, b.period_start AS before_start, b.period_end AS before_end,
    b.value AS before_value, b.numerator AS before_numerator, b.denominator AS before_denominator,
    b.lower AS before_lower, b.upper AS before_upper, s.value AS before_now, s.value AS year_value, n.broken,
    s.numerator AS year_numerator, s.denominator AS year_denominator, s.lower AS year_lower, s.upper AS year_upper,
    b.period_end IS NULL OR n.period_end > b.period_end AS new,
    b.period_end IS NOT NULL AND coalesce(abs(s.value - b.value) > 1e-9 * greatest(1, abs(s.value), abs(b.value)),
        s.value IS DISTINCT FROM b.value) AS revised
FROM newest n JOIN area a ON a.code = n.area LEFT JOIN newest_before b USING (indicator, area)
    LEFT JOIN observation s ON s.indicator = n.indicator AND s.area = n.area AND s.group_type = '' AND s.period_end = b.period_end
ORDER BY n.indicator, n.level <> 'mps', a.name
