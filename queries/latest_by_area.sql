-- One row an indicator and borough, BCU or the MPS at the last period with a borough figure, and the year before.
WITH last AS (
    SELECT indicator, max(period_end) AS period_end FROM observation
    WHERE indicator IN (SELECT unnest($indicators)) AND level = 'borough' AND group_type = '' AND value IS NOT NULL
    GROUP BY indicator
)
SELECT o.indicator, o.level, o.area, a.name, a.bcu, o.period_start, o.period_end, o.numerator, o.denominator, o.base,
    o.value, o.lower, o.upper, o.withheld, o.year_numerator, o.year_denominator, o.year_value, o.year_lower,
    o.year_upper, o.broken, o.source, o.release
FROM observation o SEMI JOIN last USING (indicator, period_end) JOIN area a ON a.code = o.area
WHERE o.indicator IN (SELECT unnest($indicators)) AND o.level IN ('borough', 'bcu', 'mps') AND o.group_type = ''
ORDER BY o.indicator, o.level, a.name
