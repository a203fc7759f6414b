-- One row a ward: its DWO and PCSO posts and those in post at the end of a month, and its DWO abstraction (null: none).
SELECT w.code AS ward, w.name, w.borough, b.name AS borough_name, w.hex_col, w.hex_row,
    any_value(o.value) FILTER (WHERE o.indicator = 'dwo_posts') AS dwo_posts,
    any_value(o.value) FILTER (WHERE o.indicator = 'dwo_in_post') AS dwo_in_post,
    any_value(o.value) FILTER (WHERE o.indicator = 'pcso_posts') AS pcso_posts,
    any_value(o.value) FILTER (WHERE o.indicator = 'pcso_in_post') AS pcso_in_post,
    any_value(o.value) FILTER (WHERE o.indicator = 'abstraction_rate') AS abstraction,
    max(o.release) FILTER (WHERE o.indicator <> 'abstraction_rate') AS posts_release,
    max(o.release) FILTER (WHERE o.indicator = 'abstraction_rate') AS abstraction_release
FROM area w JOIN area b ON b.code = w.borough
LEFT JOIN observation o ON o.area = w.code AND o.level = 'ward' AND o.group_type = '' AND o.period_end = $period
    AND o.indicator IN ('dwo_posts', 'dwo_in_post', 'pcso_posts', 'pcso_in_post', 'abstraction_rate')
WHERE w.level = 'ward' AND ($borough = '' OR w.borough = $borough)
GROUP BY ALL
ORDER BY w.name, b.name
