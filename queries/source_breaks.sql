-- One row a date at which a source's series stops being comparable with itself, with the levels that it touches.
SELECT source, date, title, note, levels FROM series_break ORDER BY source, date
