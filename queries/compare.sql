-- One row a borough, BCU or the MPS for one indicator and period, with its figure a year before.
SELECT o.indicator, o.level, o.area, a.name, a.bcu, o.period_start, o.period_end, o.numerator, o.denominator, o.base,
    o.value, o.lower, o.upper, o.withheld, o.year_numerator, o.year_denominator, o.year_value, o.year_lower,
    o.year_upper, o.broken, o.source, o.release, o.rolled_up
FROM observation o JOIN area a ON a.code = o.area
WHERE o.indicator = $indicator AND o.level IN ('borough', 'bcu', 'mps') AND o.group_type = ''
    AND o.period_end = $period
ORDER BY o.level, a.name
