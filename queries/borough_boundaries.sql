-- One row a point of a ring of the boundary of a ward, in the order it is drawn: the wards of one borough, or of all.
SELECT b.area, b.ring, b.longitude, b.latitude, b.release IS NULL AS approximate
FROM boundary b JOIN area a ON a.code = b.area
WHERE b.level = 'ward' AND ($borough = '' OR a.borough = $borough)
ORDER BY b.area, b.ring, b.position
