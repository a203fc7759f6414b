-- One row an indicator that evidence names, a meeting and a moment: its MPS figure when agreed ('then') or 'now'.
WITH named AS (
    SELECT DISTINCT e.indicator, a.meeting FROM evidence e JOIN action a ON a.id = e.action WHERE e.indicator <> ''
), held AS (
    FROM observation WHERE level = 'mps' AND group_type = '' AND indicator IN (SELECT indicator FROM evidence)
), paired AS (
    SELECT n.meeting, 'now' AS moment, h.* FROM named n JOIN held h ON h.indicator = n.indicator
    UNION ALL BY NAME
    SELECT n.meeting, 'then' AS moment, h.* FROM named n JOIN held h
        ON h.indicator = n.indicator AND h.period_end <= n.meeting
)
SELECT p.meeting, p.moment, p.indicator, p.period_start, p.period_end, p.numerator, p.denominator, p.value, p.lower,
    p.upper, p.withheld, r.demonstration, r.id AS release
FROM paired p JOIN release r ON r.id = p.release
QUALIFY row_number() OVER (PARTITION BY p.meeting, p.moment, p.indicator ORDER BY p.period_end DESC) = 1
ORDER BY p.indicator, p.meeting, p.moment
