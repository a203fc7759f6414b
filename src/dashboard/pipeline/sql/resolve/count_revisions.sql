UPDATE release SET revised = r.revised FROM (
    SELECT release, count(*) AS revised FROM (
        SELECT release, abs(value - lag(value) OVER (
            PARTITION BY source, measure, area, period_end, group_type, group_name ORDER BY turn)) AS difference
        FROM staged_fact WHERE NOT list_contains($sparse, source)
            AND source IN (SELECT source FROM release GROUP BY source HAVING count(*) > 1)
    ) WHERE difference > 1e-9 GROUP BY release
) r WHERE r.release = release.id
