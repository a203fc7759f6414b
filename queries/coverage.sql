-- One row an indicator and level it may be shown at: first and last period, areas with a figure, figures withheld.
WITH wanted AS (
    SELECT id, name, unnest(levels) AS level, theme_order, position FROM indicator
), there AS (
    SELECT level, count(*) AS areas_there FROM area GROUP BY level
)
SELECT w.id, w.name, w.level, h.first_period, h.last_period, coalesce(h.periods, 0) AS periods,
    coalesce(h.areas, 0) AS areas, coalesce(t.areas_there, 0) AS areas_there, coalesce(h.withheld, 0) AS withheld
FROM wanted w LEFT JOIN held h ON h.indicator = w.id AND h.level = w.level AND h.group_type = ''
    LEFT JOIN there t ON t.level = w.level
ORDER BY w.theme_order, w.position, w.id, array_position(['mps', 'bcu', 'borough', 'ward'], w.level)
