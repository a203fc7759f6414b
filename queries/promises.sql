-- One row a promise with its framework, and its status by the last dated word that has one (null: none has).
SELECT p.id, p.framework, p.mark, p.title, p.text, p.owner, p.known_from, p.due, p.due_words, p.source, p.address, p.indicators,
    f.name AS framework_name, f.short AS framework_short, f.publisher, f.published, f.published_words,
    f.note AS framework_note, f.source AS framework_source, f.address AS framework_address, a.name AS succeeded_by,
    (SELECT last(e.status ORDER BY e.date, e.position) FROM promise_entry e
        WHERE e.promise = p.id AND e.status IS NOT NULL) AS status
FROM promise p JOIN framework f ON f.id = p.framework LEFT JOIN framework a ON a.id = f.succeeded_by
ORDER BY f.position, p.position
