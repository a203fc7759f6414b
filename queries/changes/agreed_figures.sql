-- One row an indicator asked for that has one: the last MPS figure of a period that ended by $meeting, as it was published
-- in the older database, and what the same figure is now.
SELECT $meeting::TIMESTAMP AS meeting, b.indicator, b.area, b.source, b.period_start, b.period_end, b.numerator, b.denominator, b.value, b.lower, b.upper, b.withheld,
    r.demonstration, r.id AS release, r.published, n.value AS value_now, n.withheld AS withheld_now
FROM before.observation b JOIN before.release r ON r.id = b.release
LEFT JOIN observation n ON n.indicator = b.indicator AND n.level = b.level AND n.area = b.area
    AND n.period_end = b.period_end AND n.group_type = b.group_type AND n.group_name = b.group_name
WHERE b.level = 'mps' AND b.group_type = '' AND list_contains($indicators, b.indicator) AND b.period_end <= $meeting::DATE
QUALIFY row_number() OVER (PARTITION BY b.indicator ORDER BY b.period_end DESC) = 1
ORDER BY b.indicator
