-- One row a borough and feature by which boroughs were found similar: its figure, and that standardised.
SELECT v.area, a.name, v.feature, v.value, v.score FROM similar_value v
JOIN area a ON a.code = v.area JOIN similar_feature f ON f.feature = v.feature ORDER BY a.name, f.position
