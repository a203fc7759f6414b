-- One row an indicator on which boroughs were found similar, in the order declared.
SELECT f.indicator, i.name FROM similar_feature f JOIN indicator i ON i.id = f.indicator ORDER BY f.position
