-- One row a point of a ring of an area's boundary at one level, in the order it is drawn.
SELECT area, ring, longitude, latitude FROM boundary WHERE level = $level ORDER BY area, ring, position
