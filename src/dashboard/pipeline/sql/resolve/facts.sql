INSERT INTO fact BY NAME
WITH last_releases AS (
    SELECT source, period_end, max(turn) AS turn FROM staged_coverage
    WHERE list_contains($sparse, source) GROUP BY ALL
), sources_of_many_releases AS (
    SELECT source FROM release WHERE NOT list_contains($sparse, source) GROUP BY source HAVING count(*) > 1
)
SELECT * EXCLUDE (turn) FROM (
    SELECT f.* FROM staged_fact f LEFT JOIN last_releases l USING (source, period_end)
    WHERE (l.turn IS NULL OR l.turn = f.turn) AND source NOT IN (FROM sources_of_many_releases)
    UNION ALL
    SELECT * FROM staged_fact WHERE source IN (FROM sources_of_many_releases)
    QUALIFY row_number() OVER (
        PARTITION BY source, measure, area, period_end, group_type, group_name ORDER BY turn DESC) = 1
)
ORDER BY source, measure, area, period_end
