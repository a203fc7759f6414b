SELECT o.indicator, o.level, o.area, o.period_start, o.period_end, o.group_type, o.group_name,
    coalesce(t.numerator, o.numerator) AS n, coalesce(t.denominator, o.denominator) AS d,
    coalesce(t.reason, '') AS reason, coalesce(t.need, 0) AS need, coalesce(t.denominator_hidden, false) AS d_hidden
FROM {here}observation o LEFT JOIN {here}withheld_figure t
    ON o.withheld IS NOT NULL AND t.indicator = o.indicator AND t.area = o.area AND t.period_end = o.period_end
    AND t.group_type = o.group_type AND t.group_name = o.group_name
{same_sources}
WHERE list_contains($indicators, o.indicator)
