-- One row a group of London, or London itself (no group), and year: those that end whole years before the last held by a
-- day, and begin after any break of the series.
WITH last AS (
    SELECT max(period_end) AS day FROM observation
    WHERE indicator = $indicator AND level = 'mps' AND group_type <> '' AND period_end <= $until
)
SELECT o.indicator, o.area, o.source, o.group_type, o.group_name, o.period_start, o.period_end, o.numerator, o.base,
    o.value, o.withheld, o.release
FROM observation o CROSS JOIN last
WHERE o.indicator = $indicator AND o.level = 'mps' AND o.period_end <= last.day
    AND month(o.period_end) = month(last.day)
    AND NOT EXISTS (
        FROM series_break b
        WHERE b.source = o.source AND list_contains(b.levels, 'mps') AND b.date > o.period_start AND b.date <= last.day
    )
ORDER BY o.group_type, o.group_name, o.period_end
