-- One row a borough, BCU or the MPS for one indicator and period, with its figure a year before.
SELECT o.level, o.area, a.name, a.bcu, o.period_start, o.period_end, o.numerator, o.denominator, o.base, o.value,
    y.numerator AS year_numerator, y.denominator AS year_denominator, y.value AS year_value,
    o.release, o.rolled_up
FROM observation o
JOIN area a ON a.code = o.area
LEFT JOIN observation y
    ON y.indicator = o.indicator AND y.level = o.level AND y.area = o.area AND y.group_type = ''
    AND y.period_end = last_day(o.period_end - INTERVAL 1 YEAR)
WHERE o.indicator = $indicator AND o.group_type = '' AND o.period_end = $period
ORDER BY o.level, a.name
