-- One row an offence charted by its spells in wards, in the order declared; last_month is null where none is loaded.
WITH measure_months AS (
    SELECT source, measure, max(period_end) AS last_month FROM fact WHERE group_type = '' AND value > 0 GROUP BY ALL
), wanted AS (
    SELECT id, source, unnest(measures) AS measure FROM rare_offence
)
SELECT r.id, r.name, r.definition, r.source, r.better, r.note, max(m.last_month) AS last_month
FROM rare_offence r JOIN wanted w ON w.id = r.id
    LEFT JOIN measure_months m ON m.source = w.source AND m.measure = w.measure
GROUP BY ALL ORDER BY any_value(r.position)
