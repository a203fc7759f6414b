-- One row a group of London, and London itself (no group), at the last period up to a day for which a group is known.
SELECT o.indicator, o.area, o.group_type, o.group_name, o.period_start, o.period_end, o.numerator, o.denominator, o.base,
    o.value, o.lower, o.upper, o.withheld, o.year_numerator, o.year_denominator, o.year_value, o.year_lower,
    o.year_upper, o.broken, o.source, o.release
FROM observation o
WHERE o.indicator = $indicator AND o.level = 'mps' AND o.period_end = (
    SELECT max(period_end) FROM observation
    WHERE indicator = $indicator AND level = 'mps' AND group_type <> '' AND period_end <= $until
)
ORDER BY o.group_type, o.group_name
