-- One row an indicator and ward of one borough at the indicator's last period with a figure there.
SELECT o.indicator, o.level, o.area, a.name, o.period_start, o.period_end, o.numerator, o.denominator, o.base, o.value,
    o.lower, o.upper, o.withheld, o.source, o.release
FROM observation o JOIN area a ON a.code = o.area AND a.borough = $borough
WHERE o.indicator IN (SELECT unnest($indicators)) AND o.level = 'ward' AND o.group_type = ''
QUALIFY o.period_end = max(o.period_end) FILTER (WHERE o.value IS NOT NULL) OVER (PARTITION BY o.indicator)
ORDER BY o.indicator, a.name
