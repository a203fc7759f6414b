-- One row an area where something was tried, as the record of a meeting has it, the first recorded first.
SELECT t.area, a.name, a.level, t.indicators, t.title, t.start, t."end", t.rolled_out, t.meeting, t.paragraph, t.note
FROM trial t JOIN area a ON a.code = t.area ORDER BY t.meeting, t.start, t.area
