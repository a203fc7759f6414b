-- One row an offence charted by its spells in wards, in the order declared; last_month is null where none is loaded.
SELECT r.id, r.name, r.definition, r.source, r.better, r.note, max(c.period_end) AS last_month
FROM rare_offence r LEFT JOIN rare_offence_count c ON c.offence = r.id
GROUP BY ALL ORDER BY any_value(r.position)
