-- One row a point of a ring of an area's boundary at one level, in the order it is drawn; approximate where it is drawn
-- from the centres of wards and not from a file of boundaries.
SELECT area, ring, longitude, latitude, release IS NULL AS approximate
FROM boundary WHERE level = $level ORDER BY area, ring, position
