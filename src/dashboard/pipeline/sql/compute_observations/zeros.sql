INSERT INTO source_figures
SELECT c.source, c.level, a.code, c.period_start, c.period_end, '', '', 0, 0, NULL, NULL, NULL, max(c.release), 0, 0
FROM coverage c JOIN area a ON a.level = c.level JOIN indicator_sources USING (source)
WHERE list_contains($sparse, c.source)
    AND (c.source, a.code, c.period_end) NOT IN (
        SELECT (source, area, period_end) FROM source_figures WHERE group_type = '')
GROUP BY ALL
