WITH trial_indicators AS (
    SELECT area, unnest(indicators) AS indicator, true AS tried, start, "end", rolled_out FROM trial
    UNION ALL
    SELECT area, unnest(not_tried_for), false, start, "end", rolled_out FROM trial
), trials_between_breaks AS (
    SELECT t.area, a.level, t.indicator, t.tried, t.start, i.withhold_below, t."end", t.rolled_out,
        max(b.date) FILTER (WHERE b.date <= t.start) AS break_before,
        min(b.date) FILTER (WHERE b.date > t.start) AS break_after
    FROM trial_indicators t JOIN area a ON a.code = t.area JOIN indicator i ON i.id = t.indicator
    LEFT JOIN series_break b ON list_contains(i.sources, b.source) AND list_contains(b.levels, a.level)
    GROUP BY ALL
)
SELECT area, level, indicator, tried, start::TIMESTAMP AS start, withhold_below,
    break_before AS first_day, least("end", rolled_out, break_after - 1) AS last_day
FROM trials_between_breaks ORDER BY area, tried DESC, indicator
