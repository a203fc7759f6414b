SEMI JOIN (
    SELECT r.id FROM {here}release r SEMI JOIN release mine
        ON mine.source = r.source AND mine.demonstration = r.demonstration
) kept ON kept.id = o.release
