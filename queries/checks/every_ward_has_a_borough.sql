-- A ward is in no borough.
-- severity: error
SELECT w.code AS ward, w.name, w.borough
FROM area w LEFT JOIN area b ON b.code = w.borough AND b.level = 'borough'
WHERE w.level = 'ward' AND b.code IS NULL
ORDER BY ward
