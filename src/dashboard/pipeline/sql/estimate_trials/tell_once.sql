-- Nothing is told of a trial and offence of which the database {other} tells other estimates.
WITH these_trials AS (
    SELECT area, indicator, list((shift, start, step, effect, lower, upper, p_value) ORDER BY shift) AS estimates
    FROM trial_estimate WHERE withheld > 0 AND step IS NOT NULL GROUP BY ALL
), other_trials AS (
    SELECT area, indicator, list((shift, start, step, effect, lower, upper, p_value) ORDER BY shift) AS estimates
    FROM {other}.trial_estimate WHERE withheld > 0 AND step IS NOT NULL GROUP BY ALL
), trials_that_differ AS (
    SELECT m.area, m.indicator FROM these_trials m JOIN other_trials t USING (area, indicator)
    WHERE m.estimates <> t.estimates
)
UPDATE trial_estimate SET step = NULL, effect = NULL, lower = NULL, upper = NULL, p_value = NULL, beyond = NULL
WHERE (area, indicator) IN (SELECT (area, indicator) FROM trials_that_differ)
