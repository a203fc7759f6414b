-- One row a group of London, or London itself (no group), and period: for what evidence names of a survey by a
-- characteristic, as evidence has it.
WITH named AS (
    SELECT DISTINCT e.indicator, e.group_type AS evidence_group
    FROM evidence e JOIN indicator i ON i.id = e.indicator WHERE e.group_type <> '' AND i.method = 'survey'
)
SELECT n.evidence_group, o.indicator, o.area, o.source, o.group_type, o.group_name, o.period_start, o.period_end,
    o.numerator, o.base, o.value, o.withheld, r.demonstration, r.id AS release
FROM observation o JOIN named n ON n.indicator = o.indicator JOIN release r ON r.id = o.release
WHERE o.level = 'mps' AND o.group_type IN ('', n.evidence_group)
ORDER BY o.indicator, n.evidence_group, o.group_type, o.group_name, o.period_end
