-- As queries/evidence_gaps.sql, of periods that ended by $meeting, as they were published in the older database, with
-- the day of publication.
WITH named AS (
    SELECT DISTINCT e.indicator, e.group_type AS evidence_group
    FROM evidence e JOIN indicator i ON i.id = e.indicator WHERE e.group_type <> '' AND i.method = 'survey'
)
SELECT n.evidence_group, b.indicator, b.area, b.source, b.group_type, b.group_name, b.period_start, b.period_end,
    b.numerator, b.base, b.value, b.withheld, r.demonstration, r.id AS release, r.published
FROM before.observation b JOIN named n ON n.indicator = b.indicator JOIN before.release r ON r.id = b.release
WHERE b.level = 'mps' AND b.group_type IN ('', n.evidence_group) AND b.period_end <= $meeting::DATE
ORDER BY b.indicator, n.evidence_group, b.group_type, b.group_name, b.period_end
