-- A percentage is above 100 or, in a measure that cannot be below zero, below zero.
-- severity: error
-- A ratio may be below zero: a vacancy rate is, where more officers are in post than there are posts.
SELECT o.indicator, o.area, o.period_end, o.group_type, o.group_name, o.value
FROM observation o JOIN indicator i ON i.id = o.indicator
WHERE i.unit = 'per cent' AND (o.value > 100 + 1e-9 OR (o.value < -1e-9 AND i.method <> 'ratio'))
ORDER BY ALL
