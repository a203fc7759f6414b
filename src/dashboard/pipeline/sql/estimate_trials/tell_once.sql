-- Nothing is told of a trial and offence of which the database {other} tells other estimates.
WITH mine AS (
    SELECT area, indicator, list((shift, start, step, effect, lower, upper, p_value) ORDER BY shift) AS told
    FROM trial_estimate WHERE withheld > 0 AND step IS NOT NULL GROUP BY ALL
), theirs AS (
    SELECT area, indicator, list((shift, start, step, effect, lower, upper, p_value) ORDER BY shift) AS told
    FROM {other}.trial_estimate WHERE withheld > 0 AND step IS NOT NULL GROUP BY ALL
), differ AS (
    SELECT m.area, m.indicator FROM mine m JOIN theirs t USING (area, indicator) WHERE m.told <> t.told
)
UPDATE trial_estimate SET step = NULL, effect = NULL, lower = NULL, upper = NULL, p_value = NULL, beyond = NULL
WHERE (area, indicator) IN (SELECT (area, indicator) FROM differ)
