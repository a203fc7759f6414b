-- One row an indicator, BCU or the MPS and category ('' for all of them) at the last period on or before a day.
-- Without a day in until the last of all.
SELECT o.indicator, o.level, o.area, a.name, o.period_start, o.period_end, o.group_name AS category, o.numerator,
    o.denominator, o.value, o.withheld, o.year_value, o.broken, o.release, o.rolled_up
FROM observation o JOIN area a ON a.code = o.area
WHERE o.indicator IN (SELECT unnest($indicators)) AND o.level IN ('bcu', 'mps')
    AND o.group_type IN ('', 'category') AND coalesce(o.period_end <= $until::DATE, true)
QUALIFY o.period_end = max(o.period_end) OVER ()
ORDER BY o.indicator, o.level, a.name, o.group_name
