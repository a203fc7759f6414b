-- One row a feature by which boroughs were found similar, in the order declared.
SELECT feature, name, unit, position FROM similar_feature ORDER BY position
