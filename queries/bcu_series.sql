-- One row a BCU or the MPS and period up to a day for one indicator, newest first, with the figure a year before.
-- Without a day in until all periods.
SELECT o.indicator, o.level, o.area, a.name, o.period_start, o.period_end, o.numerator, o.denominator, o.base,
    o.value, o.lower, o.upper, o.withheld, o.year_numerator, o.year_denominator, o.year_value, o.year_lower,
    o.year_upper, o.broken, o.source, o.release
FROM observation o JOIN area a ON a.code = o.area
WHERE o.indicator = $indicator AND o.level IN ('bcu', 'mps') AND o.group_type = ''
    AND coalesce(o.period_end <= $until::DATE, true)
ORDER BY o.period_end DESC, o.level, a.name
