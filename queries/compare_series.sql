-- One row a borough, BCU or the MPS and period for one indicator, oldest first.
SELECT o.indicator, o.level, o.area, a.name, o.period_start, o.period_end, o.numerator, o.denominator, o.base,
    o.value, o.lower, o.upper, o.withheld, o.source, o.release
FROM observation o JOIN area a ON a.code = o.area
WHERE o.indicator = $indicator AND o.level IN ('borough', 'bcu', 'mps') AND o.group_type = ''
ORDER BY o.level, o.area, o.period_end
