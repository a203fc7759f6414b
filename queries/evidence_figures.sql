-- One row an indicator that evidence names, a meeting and a moment: its MPS figure when agreed ('then') or 'now'.
WITH named AS (
    SELECT DISTINCT e.indicator, a.meeting, unnest(['now', 'then']) AS moment
    FROM evidence e JOIN action a ON a.id = e.action WHERE e.indicator <> ''
)
SELECT n.meeting, n.moment, o.indicator, o.area, o.source, o.period_start, o.period_end, o.numerator, o.denominator,
    o.value, o.lower, o.upper, o.withheld, r.demonstration, r.id AS release
FROM observation o JOIN named n ON n.indicator = o.indicator JOIN release r ON r.id = o.release
WHERE o.level = 'mps' AND o.group_type = '' AND o.indicator IN (SELECT indicator FROM evidence)
    AND (n.moment = 'now' OR o.period_end <= n.meeting)
QUALIFY row_number() OVER (PARTITION BY n.meeting, n.moment, o.indicator ORDER BY o.period_end DESC) = 1
ORDER BY o.indicator, n.meeting, n.moment
