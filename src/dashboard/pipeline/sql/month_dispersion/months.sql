WITH months AS (
    SELECT level, area, source, period_end, numerator FROM source_figures
    WHERE group_type = '' AND period_start = date_trunc('month', period_end) AND period_end = last_day(period_end)
    QUALIFY row_number() OVER (PARTITION BY area, period_end ORDER BY list_position($sources, source)) = 1
), last_months AS (
    SELECT level, max(period_end) AS period_end, arg_max(source, period_end) AS source FROM months GROUP BY level
)
SELECT m.level, m.area, m.period_end, m.numerator FROM months m JOIN last_months l ON l.level = m.level
    AND l.source = m.source AND m.period_end > last_day((l.period_end - to_months($months))::DATE)
