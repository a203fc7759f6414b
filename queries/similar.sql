-- One row a borough and one of the boroughs most like it, nearest first.
SELECT area, similar_to, position, distance FROM similar_area ORDER BY area, position
