INSERT INTO similar_feature
SELECT f.feature, if(f.feature = $density, 'Population density', i.name),
    if(f.feature = $density, 'residents per hectare', i.unit), f.position
FROM (SELECT unnest($features) AS feature, generate_subscripts($features, 1) AS position) f
LEFT JOIN indicator i ON i.id = f.feature
