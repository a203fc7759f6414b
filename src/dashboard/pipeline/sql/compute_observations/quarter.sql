{quarters}
SELECT source, level, area, first_day AS period_start, last_of_quarter AS period_end, group_type, group_name,
    sum(numerator) AS numerator, sum(denominator) AS denominator, sum(base) AS base,
    NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, max(release) AS release
FROM quarter_months GROUP BY source, level, area, first_day, last_of_quarter, group_type, group_name
HAVING sum(date_diff('day', period_start, quarter_months.period_end) + 1)
    = date_diff('day', first_day, last_of_quarter) + 1
