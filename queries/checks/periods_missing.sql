-- An indicator's series for the MPS has a gap between two periods.
-- severity: warning
-- Rolling periods overlap, so theirs is a gap only where a whole period is missing; months and quarters adjoin.
WITH series AS (
    SELECT indicator, period_start, period_end,
        lag(period_end) OVER (PARTITION BY indicator ORDER BY period_end) AS before
    FROM observation WHERE level = 'mps' AND group_type = ''
)
SELECT indicator, before AS last_before, period_start AS first_after,
    date_diff('month', before, period_start) - 1 AS months_missing
FROM series WHERE period_start > before + INTERVAL 1 DAY
ORDER BY indicator, last_before
