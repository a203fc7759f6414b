-- One row a received file in force, newest first, with its source in words.
SELECT r.id, s.name AS source_name, coalesce(r.publisher, s.publisher) AS publisher, s.licence, r.published, r.file,
    r.rows_read, r.facts, r.revised, r.demonstration, r.first_period, r.last_period, s.freshness_days, r.source,
    r.loaded_by, r.loaded_at, r.sha256, s.assumes_base
FROM release r JOIN source s ON s.id = r.source
ORDER BY r.published DESC, r.source
