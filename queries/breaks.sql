-- One row an indicator, level and date at which its series stops being comparable with itself.
SELECT i.id AS indicator, unnest(b.levels) AS level, b.date, b.title, b.note
FROM series_break b JOIN indicator i ON list_contains(i.sources, b.source) ORDER BY b.date
