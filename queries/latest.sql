-- One row an indicator and area: its last figure on or before a day, with the figure a year before.
-- Without a day in until the last of all.
SELECT o.indicator, o.level, o.area, a.name, a.bcu, o.period_start, o.period_end, o.numerator, o.denominator, o.base,
    o.value, o.lower, o.upper, o.withheld, o.year_numerator, o.year_denominator, o.year_value, o.year_lower,
    o.year_upper, o.broken, o.source, o.release
FROM observation o JOIN area a ON a.code = o.area
WHERE o.indicator IN (SELECT unnest($indicators)) AND o.area IN (SELECT unnest($areas)) AND o.group_type = ''
    AND coalesce(o.period_end <= $until::DATE, true)
QUALIFY o.period_end = max(o.period_end) OVER (PARTITION BY o.indicator)
ORDER BY o.indicator, o.level, a.name
