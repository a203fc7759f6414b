SELECT o.level, o.area, o.period_start, o.period_end, coalesce(w.reason, '') AS withheld,
    coalesce(o.numerator, w.numerator) AS numerator, coalesce(o.denominator, w.denominator) AS denominator
FROM observation o LEFT JOIN withheld_figure w ON o.withheld IS NOT NULL AND w.indicator = o.indicator
    AND w.area = o.area AND w.period_end = o.period_end AND w.group_type = '' AND w.level = o.level
WHERE o.indicator = $indicator AND o.level IN ($level, 'mps') AND o.group_type = ''
    AND coalesce(o.period_start >= $first_day::DATE, true) AND coalesce(o.period_end <= $last_day::DATE, true)
