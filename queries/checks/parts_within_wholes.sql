-- A part is greater than its whole, or below zero.
-- severity: error
SELECT o.indicator, o.area, o.period_end, o.group_type, o.group_name, o.numerator, o.denominator
FROM observation o JOIN indicator i ON i.id = o.indicator
WHERE i.method IN ('proportion', 'survey') AND (o.numerator > o.denominator + 1e-9 OR o.numerator < 0)
ORDER BY ALL
