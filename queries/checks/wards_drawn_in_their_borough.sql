-- A ward is drawn outside the borough that it is declared to be in.
-- severity: warning
-- Outside: the middle of its points lies beyond the northern, southern, eastern or western end of the borough.
WITH box AS (
    SELECT area, min(longitude) AS west, max(longitude) AS east, min(latitude) AS south, max(latitude) AS north
    FROM boundary WHERE level = 'borough' AND release IS NOT NULL GROUP BY area
), middle AS (
    SELECT area, avg(longitude) AS longitude, avg(latitude) AS latitude
    FROM boundary WHERE level = 'ward' AND release IS NOT NULL GROUP BY area
)
SELECT m.area AS ward, w.name, w.borough, m.longitude, m.latitude
FROM middle m JOIN area w ON w.code = m.area JOIN box b ON b.area = w.borough
WHERE m.longitude NOT BETWEEN b.west AND b.east OR m.latitude NOT BETWEEN b.south AND b.north
ORDER BY ward
