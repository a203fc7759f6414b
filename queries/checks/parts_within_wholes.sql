-- One row an observation whose part exceeds its whole or is negative: an empty answer passes.
SELECT o.indicator, o.area, o.period_end, o.numerator, o.denominator
FROM observation o JOIN indicator i ON i.id = o.indicator
WHERE i.method IN ('proportion', 'survey') AND (o.numerator > o.denominator + 1e-9 OR o.numerator < 0)
LIMIT 1
