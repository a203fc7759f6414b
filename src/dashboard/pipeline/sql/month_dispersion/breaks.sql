SELECT date::TIMESTAMP AS date, unnest(levels) AS level FROM series_break WHERE list_contains($sources, source)
