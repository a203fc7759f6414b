-- One row an indicator, and what was declared of it and is declared otherwise now: definition, direction or target.
WITH now_said AS (
    SELECT id AS indicator, name, unnest([
        {what: 'definition', said: definition}, {what: 'better', said: better}, {what: 'method', said: method},
        {what: 'unit', said: unit}, {what: 'multiplier', said: multiplier::VARCHAR},
        {what: 'least base', said: least_base::VARCHAR}, {what: 'design effect', said: design_effect::VARCHAR},
        {what: 'sources', said: array_to_string(sources, ', ')}
    ], recursive := true) FROM indicator
    UNION ALL
    SELECT i.id, i.name, 'target', string_agg(t.value || ' by ' || t.date, '; ' ORDER BY t.date)
    FROM indicator i JOIN target t ON t.indicator = i.id GROUP BY ALL
), before_said AS (
    SELECT id AS indicator, name, unnest([
        {what: 'definition', said: definition}, {what: 'better', said: better}, {what: 'method', said: method},
        {what: 'unit', said: unit}, {what: 'multiplier', said: multiplier::VARCHAR},
        {what: 'least base', said: least_base::VARCHAR}, {what: 'design effect', said: design_effect::VARCHAR},
        {what: 'sources', said: array_to_string(sources, ', ')}
    ], recursive := true) FROM before.indicator
    UNION ALL
    SELECT i.id, i.name, 'target', string_agg(t.value || ' by ' || t.date, '; ' ORDER BY t.date)
    FROM before.indicator i JOIN before.target t ON t.indicator = i.id GROUP BY ALL
)
SELECT indicator, coalesce(n.name, b.name) AS name, what, b.said AS was, n.said AS is_now
FROM now_said n FULL JOIN before_said b USING (indicator, what)
WHERE n.said IS DISTINCT FROM b.said
ORDER BY indicator, what
