-- One row an indicator with an MPS figure: that of the last period in both databases, and the newest of now.
WITH held AS (
    SELECT indicator, period_start, period_end, value, withheld FROM observation WHERE level = 'mps' AND group_type = ''
), held_before AS (
    SELECT indicator, period_end, value, withheld FROM before.observation WHERE level = 'mps' AND group_type = ''
), newest AS (
    FROM held QUALIFY row_number() OVER (PARTITION BY indicator ORDER BY period_end DESC) = 1
), shared AS (
    SELECT h.indicator, h.period_start, h.period_end, b.value AS was, h.value AS is_now, b.withheld AS withheld_was,
        h.withheld AS withheld_now,
        coalesce(abs(h.value - b.value) > 1e-9 * greatest(1, abs(h.value), abs(b.value)),
            h.value IS DISTINCT FROM b.value OR h.withheld IS DISTINCT FROM b.withheld) AS moved
    FROM held h JOIN held_before b USING (indicator, period_end)
    QUALIFY row_number() OVER (PARTITION BY h.indicator ORDER BY h.period_end DESC) = 1
)
SELECT n.indicator, n.period_start AS newest_start, n.period_end AS newest_end, n.value AS newest, n.withheld,
    s.period_start, s.period_end, s.was, s.is_now, s.withheld_was, s.withheld_now, coalesce(s.moved, false) AS moved
FROM newest n LEFT JOIN shared s USING (indicator)
ORDER BY n.indicator
