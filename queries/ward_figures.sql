-- One row a ward for one indicator and period, with the name of its borough.
SELECT o.indicator, o.level, o.area, a.name, a.borough, b.name AS borough_name, o.period_start, o.period_end, o.numerator,
    o.denominator, o.base, o.value, o.lower, o.upper, o.withheld, o.source, o.release
FROM observation o JOIN area a ON a.code = o.area JOIN area b ON b.code = a.borough
WHERE o.indicator = $indicator AND o.level = 'ward' AND o.group_type = '' AND o.period_end = $period
ORDER BY b.name, a.name
