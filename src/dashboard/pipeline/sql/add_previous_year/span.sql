UPDATE indicator SET first_period = h.first_period, last_period = h.last_period, levels_held = h.levels
FROM (
    SELECT indicator, min(period_end) AS first_period, max(period_end) AS last_period, list(DISTINCT level ORDER BY level) AS levels
    FROM observation WHERE group_type = '' AND value IS NOT NULL GROUP BY indicator
) h WHERE h.indicator = indicator.id
