-- A month, area or category has far fewer or far more than its neighbouring months, and nobody has accepted it.
-- severity: warning
-- for readers: source, level, scope, thing, period_start, period_end
-- Counts alone are judged: facts of no group and without a base. Recorded crime is added up by month, area and category;
-- other measures are averaged over the areas given, and judged by area above the wards. A figure is set, as the
-- logarithm of its count a day, against the median of up to six periods on either side. It is implausible where it is
-- less than half or more than twice that and lies beyond five times its spread: 1.4826 times the median absolute
-- deviation of those periods, with a tenth for what counts vary beyond chance and 1 over the count for chance itself.
-- What the calendar brings back, as a carnival does, is plausible: the same month of the year before or after is within
-- half and twice of it.
-- A month of the wards is held to the boroughs as well: its sum is from 85% to 110% of theirs, from 1,000 offences.
-- Breaks are not left out: what a break changes stays changed, and so has neighbours. What a whole month lacks is told
-- of the month alone. A demonstration is invented and is not judged. An id ends with the figure, so that another figure has to be accepted anew.
WITH counted AS (
    SELECT f.source, a.level, f.measure, f.area, f.period_start, f.period_end, f.value,
        contains(f.measure, '/') AS adds
    FROM fact f JOIN area a ON a.code = f.area
    WHERE f.group_type = '' AND f.base IS NULL AND f.value IS NOT NULL
        AND f.source NOT IN (SELECT source FROM release WHERE demonstration)
), summed AS (
    SELECT source, level, 'month' AS scope, '' AS thing, adds, period_start, period_end, sum(value) AS value
    FROM counted WHERE adds GROUP BY ALL
    UNION ALL SELECT source, level, 'area', area, adds, period_start, period_end, sum(value)
    FROM counted WHERE adds GROUP BY ALL
    UNION ALL SELECT source, level, 'category', measure, adds, period_start, period_end, sum(value)
    FROM counted WHERE adds GROUP BY ALL
    UNION ALL SELECT source, level, 'measure', measure, adds, period_start, period_end, avg(value)
    FROM counted WHERE NOT adds GROUP BY ALL
    UNION ALL SELECT source, level, 'area', measure || '/' || area, adds, period_start, period_end, value
    FROM counted WHERE NOT adds AND level NOT IN ('ward', 'mps')
), filled AS (
    SELECT source, level, scope, thing, p.period_start, p.period_end, coalesce(s.value, 0) AS value
    FROM (SELECT DISTINCT source, level, scope, thing FROM summed WHERE adds) t
    JOIN (SELECT DISTINCT source, level, period_start, period_end FROM coverage) p USING (source, level)
    LEFT JOIN summed s USING (source, level, scope, thing, period_end)
    UNION ALL SELECT source, level, scope, thing, period_start, period_end, value FROM summed WHERE NOT adds
), scaled AS (
    SELECT *, date_diff('day', period_start, period_end) + 1 AS days,
        ln((value + 0.5) / (date_diff('day', period_start, period_end) + 1)) AS size
    FROM filled
), neighbours AS (
    SELECT *, median(size) OVER near AS middle, mad(size) OVER near AS spread, count(*) OVER near AS periods,
        least(abs(size - first(size) OVER year_before), abs(size - first(size) OVER year_after)) AS from_other_years
    FROM scaled WINDOW
        near AS (series ROWS BETWEEN 6 PRECEDING AND 6 FOLLOWING EXCLUDE CURRENT ROW),
        year_before AS (series RANGE BETWEEN INTERVAL 367 DAYS PRECEDING AND INTERVAL 363 DAYS PRECEDING),
        year_after AS (series RANGE BETWEEN INTERVAL 363 DAYS FOLLOWING AND INTERVAL 367 DAYS FOLLOWING),
        series AS (PARTITION BY source, level, scope, thing, days > 45 ORDER BY period_end)
), judged AS (
    SELECT *, exp(middle) * days - 0.5 AS expected,
        (size - middle) / sqrt(pow(1.4826 * spread, 2) + 1 / greatest(exp(middle) * days, 1) + pow(0.1, 2)) AS spreads
    FROM neighbours WHERE periods >= 4
), apart AS (
    SELECT w.source, w.level, 'sum' AS scope, '' AS thing, w.period_start, w.period_end, w.value, b.value AS expected
    FROM summed w JOIN summed b ON b.period_end = w.period_end AND b.scope = 'month'
    WHERE w.scope = 'month' AND w.source = 'mps_ward_crime' AND b.source = 'mps_borough_crime'
        AND b.value >= 1000 AND w.value NOT BETWEEN 0.85 * b.value AND 1.10 * b.value
), implausible AS (
    SELECT *, concat_ws('-', scope, nullif(replace(thing, '/', '-'), ''), strftime(period_end, '%Y-%m'),
            round(value)::BIGINT) AS id,
        bool_or(scope = 'month') OVER (PARTITION BY source, level, period_end) AS whole_month
    FROM (
    SELECT source, level, scope, thing, period_start, period_end, value, expected FROM judged
    WHERE expected >= 30 AND abs(spreads) > 5 AND (value < expected / 2 OR value > 2 * expected)
        AND coalesce(from_other_years > ln(2), true)
    UNION ALL FROM apart)
)
SELECT id, source, level, scope, thing, period_start, period_end, round(value) AS value, round(expected) AS expected
FROM implausible
WHERE (scope = 'month' OR NOT whole_month)
    AND NOT EXISTS (FROM accepted a WHERE a.source = implausible.source AND a.id = implausible.id)
ORDER BY source, scope = 'month' DESC, abs(ln((value + 0.5) / expected)) DESC, id
