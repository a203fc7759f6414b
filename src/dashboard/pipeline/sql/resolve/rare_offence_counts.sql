-- Fills rare_offence_count from the facts in force: how many of each declared rare offence a ward had in a month.
INSERT INTO rare_offence_count BY NAME
WITH wanted AS (SELECT id AS offence, source, unnest(measures) AS measure FROM rare_offence)
SELECT w.offence, f.area, f.period_end, sum(f.value)::BIGINT AS offences
FROM fact f JOIN wanted w ON w.source = f.source AND w.measure = f.measure
WHERE f.group_type = '' AND f.value > 0
GROUP BY ALL
ORDER BY ALL
