-- One row an indicator, area and period for the indicators and areas asked for, oldest first.
SELECT o.indicator, o.level, o.area, a.name, o.period_start, o.period_end, o.numerator, o.denominator, o.base,
    o.value, o.lower, o.upper, o.withheld, o.source, o.release
FROM observation o JOIN area a ON a.code = o.area
WHERE o.indicator IN (SELECT unnest($indicators)) AND o.area IN (SELECT unnest($areas)) AND o.group_type = ''
ORDER BY o.indicator, o.area, o.period_end
