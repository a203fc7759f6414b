-- Where one of two releases is by borough, its wards having been others, they are compared by borough.
UPDATE release SET revised = r.revised FROM (
    WITH release_steps AS (
        SELECT source, period_end, release, turn, lag(turn) OVER releases AS turn_before,
            CASE WHEN level = lag(level) OVER releases THEN level ELSE 'borough' END AS level
        FROM staged_coverage WHERE list_contains($sparse, source)
        WINDOW releases AS (PARTITION BY source, period_end ORDER BY turn)
    ), differences AS (
        SELECT s.release, f.measure, CASE WHEN a.level = s.level THEN f.area ELSE a.borough END AS place, f.period_end,
            f.group_type, f.group_name, sum(CASE WHEN f.turn = s.turn THEN f.value ELSE -f.value END) AS difference
        FROM release_steps s JOIN staged_fact f ON f.source = s.source AND f.period_end = s.period_end
            AND (f.turn = s.turn OR f.turn = s.turn_before)
        JOIN area a ON a.code = f.area WHERE s.turn_before IS NOT NULL GROUP BY ALL
    )
    SELECT release, count(*) AS revised FROM differences WHERE abs(difference) > 1e-9 GROUP BY release
) r WHERE r.release = release.id
