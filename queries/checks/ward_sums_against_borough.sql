-- A borough's wards hold less than 90% or more than 102% of its recorded crime in a year.
-- severity: warning
-- Years are counted back from the last month that both files cover; a year with a month missing from either is left
-- out. Some 3% of offences could not be placed in a ward, so a ward sum is a little below its borough.
WITH months AS (
    SELECT period_end FROM coverage WHERE source = 'mps_ward_crime' AND level = 'ward'
    INTERSECT SELECT period_end FROM coverage WHERE source = 'mps_borough_crime' AND level = 'borough'
), years AS (
    SELECT period_end, max(period_end) OVER (PARTITION BY years_back) AS year_to,
        count(*) OVER (PARTITION BY years_back) AS months
    FROM (
        SELECT period_end,
            date_diff('month', period_end, (SELECT max(period_end) FROM months)) // 12 AS years_back
        FROM months
    )
), summed AS (
    SELECT a.borough, y.year_to, sum(f.value) FILTER (WHERE f.source = 'mps_ward_crime') AS wards,
        sum(f.value) FILTER (WHERE f.source = 'mps_borough_crime') AS whole
    FROM fact f JOIN years y ON y.period_end = f.period_end AND y.months = 12 JOIN area a ON a.code = f.area
    WHERE (f.source = 'mps_ward_crime' AND a.level = 'ward')
        OR (f.source = 'mps_borough_crime' AND a.level = 'borough')
    GROUP BY ALL
)
SELECT a.name AS borough, s.year_to, coalesce(s.wards, 0) AS ward_offences, s.whole AS borough_offences,
    round(100 * coalesce(s.wards, 0) / s.whole, 1) AS per_cent
FROM summed s JOIN area a ON a.code = s.borough
WHERE s.whole > 0 AND coalesce(s.wards, 0) / s.whole NOT BETWEEN 0.90 AND 1.02
ORDER BY borough, year_to
