-- One row a borough whose wards have two points or more of their boundaries in common with a ward of $borough, by name.
WITH own AS (
    SELECT DISTINCT b.area AS ward, b.longitude, b.latitude
    FROM boundary b JOIN area a ON a.code = b.area WHERE b.level = 'ward' AND a.borough = $borough
), touching AS (
    SELECT a.borough FROM boundary b JOIN own o USING (longitude, latitude) JOIN area a ON a.code = b.area
    WHERE b.level = 'ward' AND a.borough <> $borough
    GROUP BY a.borough, b.area, o.ward HAVING count(DISTINCT (longitude, latitude)) > 1
)
SELECT code AS area, name FROM area WHERE code IN (SELECT borough FROM touching) ORDER BY name
