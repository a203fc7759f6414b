-- One row a received file in force, newest first, with what was read of it and its SHA-256.
SELECT s.name AS source, r.published, r.demonstration, r.first_period, r.last_period, r.rows_read, r.facts, r.revised,
    r.file, r.sha256, coalesce(r.publisher, s.publisher) AS publisher, r.loaded_by, r.loaded_at
FROM release r JOIN source s ON s.id = r.source
ORDER BY r.published DESC, s.name, r.id
