-- A measure is given for periods of different lengths at one level, so that one may be taken for the other.
-- severity: warning
WITH lengths AS (
    SELECT f.source, f.measure, a.level, f.period_end, date_diff('month', f.period_start, f.period_end) + 1 AS months
    FROM fact f JOIN area a ON a.code = f.area GROUP BY ALL
)
SELECT source, measure, level, min(months) AS shortest, max(months) AS longest,
    min(period_end) FILTER (WHERE months = least_months) AS first_shortest,
    min(period_end) FILTER (WHERE months > least_months) AS first_longer
FROM (SELECT *, min(months) OVER (PARTITION BY source, measure, level) AS least_months FROM lengths)
GROUP BY ALL HAVING shortest < longest
ORDER BY ALL
