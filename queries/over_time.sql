-- One row an indicator, area and period with the figure a year before: whole levels and single areas, oldest first.
-- Without a day in until all periods.
SELECT o.indicator, o.level, o.area, a.name, o.period_start, o.period_end, o.numerator, o.denominator, o.base,
    o.value, o.lower, o.upper, o.withheld, o.year_numerator, o.year_denominator, o.year_value, o.year_lower,
    o.year_upper, o.broken, o.source, o.release
FROM observation o JOIN area a ON a.code = o.area
WHERE o.indicator IN (SELECT unnest($indicators)) AND o.group_type = ''
    AND (o.level IN (SELECT unnest($levels)) OR o.area IN (SELECT unnest($areas)))
    AND coalesce(o.period_end <= $until::DATE, true)
ORDER BY o.indicator, o.level, a.name, o.period_end
