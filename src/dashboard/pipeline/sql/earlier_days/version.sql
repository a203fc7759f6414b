-- Whatever is kept of a database is kept by its version, which names the record too once that is another.
UPDATE meta SET value = split_part(value, '.', 1) || '.' || (SELECT r.value FROM meta r WHERE r.key = 'record')
WHERE key = 'version'
