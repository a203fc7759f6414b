-- One row a lever of "what if", in the order in which they are offered, with what is assumed of it.
SELECT id, page, name, unit, value, low, high, step, note, share_value, share_low, share_high, share_note,
    duration_value, duration_low, duration_high, duration_note
FROM lever ORDER BY position
