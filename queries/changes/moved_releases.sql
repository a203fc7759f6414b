-- One row a received file that is in one of the two databases alone, newest first.
SELECT id, coalesce(n.source, b.source) AS source, s.name AS source_name, s.publisher,
    coalesce(n.published, b.published) AS published, coalesce(n.file, b.file) AS file,
    coalesce(n.facts, b.facts) AS facts, coalesce(n.revised, 0) AS revised,
    coalesce(n.demonstration, b.demonstration) AS demonstration, coalesce(n.last_period, b.last_period) AS last_period,
    CASE WHEN n.id IS NULL THEN 'taken back' WHEN b.id IS NULL THEN 'received' ELSE 'replaced' END AS kind
FROM release n FULL JOIN before.release b USING (id)
    LEFT JOIN source s ON s.id = coalesce(n.source, b.source)
WHERE n.sha256 IS DISTINCT FROM b.sha256
ORDER BY published DESC, source_name, id
