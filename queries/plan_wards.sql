-- One row a ward of either plan: its tier, posts and need index under the plan in force and the one set against it.
SELECT w.code AS ward, w.name, w.borough, b.name AS borough_name, w.hex_col, w.hex_row,
    f.tier AS tier_now, p.tier AS tier_proposed, f.dwo_posts AS dwo_now, p.dwo_posts AS dwo_proposed,
    f.pcso_posts AS pcso_now, p.pcso_posts AS pcso_proposed, f.need_index AS index_now, p.need_index AS index_proposed,
    f.release AS release_now, p.release AS release_proposed
FROM area w JOIN area b ON b.code = w.borough
LEFT JOIN (FROM plan_ward WHERE plan = $in_force) f ON f.ward = w.code
LEFT JOIN (FROM plan_ward WHERE plan = $proposed) p ON p.ward = w.code
WHERE w.level = 'ward' AND ($borough = '' OR w.borough = $borough) AND (f.ward IS NOT NULL OR p.ward IS NOT NULL)
ORDER BY w.name, b.name
