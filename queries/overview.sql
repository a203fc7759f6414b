-- One row an indicator with figures: the MPS at its latest period and a year before, in agenda order.
SELECT i.id, i.name, i.unit, i.decimals, i.better, i.multiplier, i.design_effect, o.period_end,
    o.numerator, o.denominator, o.value,
    y.numerator AS year_numerator, y.denominator AS year_denominator, y.value AS year_value,
    (SELECT list(DISTINCT e.action ORDER BY e.action) FROM evidence e WHERE e.indicator = i.id) AS actions
FROM indicator i
JOIN observation o ON o.indicator = i.id AND o.level = 'mps' AND o.group_type = ''
LEFT JOIN observation y ON y.indicator = i.id AND y.level = 'mps' AND y.group_type = ''
    AND y.period_end = last_day(o.period_end - INTERVAL 1 YEAR)
QUALIFY o.period_end = max(o.period_end) OVER (PARTITION BY i.id)
ORDER BY i.theme_order, i.position, i.id
