-- One row a ward that has two points or more of its boundary in common with $ward: the wards that touch it, by name.
WITH own AS (
    SELECT DISTINCT longitude, latitude FROM boundary WHERE level = 'ward' AND area = $ward
)
SELECT a.code AS ward, a.name, a.borough, p.name AS borough_name
FROM boundary b JOIN own USING (longitude, latitude) JOIN area a ON a.code = b.area JOIN area p ON p.code = a.borough
WHERE b.level = 'ward' AND b.area <> $ward
GROUP BY ALL HAVING count(DISTINCT (longitude, latitude)) > 1
ORDER BY a.name, p.name
