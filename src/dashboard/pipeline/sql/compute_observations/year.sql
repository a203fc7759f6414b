CREATE OR REPLACE TEMP TABLE period_figures AS
WITH year_windows AS (
    SELECT source, level, area, (last_day((period_end - INTERVAL 1 YEAR)::DATE) + INTERVAL 1 DAY)::DATE AS first_day,
        period_end, group_type, group_name, sum(numerator) OVER months AS numerator,
        sum(denominator) OVER months AS denominator, sum(base) OVER months AS base,
        max(release) OVER months AS release,
        sum(date_diff('day', period_start, period_end) + 1) OVER months AS days
    FROM source_figures
    WINDOW months AS (
        PARTITION BY source, area, group_type, group_name ORDER BY period_end
        RANGE BETWEEN INTERVAL 11 MONTH PRECEDING AND CURRENT ROW)
)
SELECT source, level, area, first_day AS period_start, period_end, group_type, group_name, numerator, denominator,
    base, NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, release
FROM year_windows WHERE days = date_diff('day', first_day, period_end) + 1
