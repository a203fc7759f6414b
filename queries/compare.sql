-- One row a borough, BCU and the MPS for one indicator and period, with its figure a year before; null where none.
SELECT $indicator AS indicator, a.level, a.code AS area, a.name, a.bcu, o.period_start, o.period_end, o.numerator,
    o.denominator, o.base, o.value, o.lower, o.upper, o.withheld, o.year_numerator, o.year_denominator, o.year_value,
    o.year_lower, o.year_upper, o.broken, o.source, o.release, o.rolled_up
FROM area a LEFT JOIN (
    FROM observation WHERE indicator = $indicator AND level IN ('borough', 'bcu', 'mps') AND group_type = ''
        AND period_end = $period
) o ON o.area = a.code
WHERE a.level IN ('borough', 'bcu', 'mps')
ORDER BY a.level, a.name
