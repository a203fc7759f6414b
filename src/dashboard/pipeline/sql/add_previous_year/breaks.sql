CREATE OR REPLACE TEMP TABLE indicator_break AS
SELECT i.id AS indicator, unnest(b.levels) AS level, b.date, b.title
FROM indicator i JOIN series_break b ON list_contains(i.sources, b.source)
