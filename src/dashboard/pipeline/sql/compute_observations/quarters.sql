CREATE OR REPLACE TEMP TABLE period_figures AS
WITH quarter_months AS (
    SELECT *, date_trunc('quarter', period_end)::DATE AS first_day,
        last_day((date_trunc('quarter', period_end) + INTERVAL 2 MONTH)::DATE) AS last_of_quarter
    FROM source_figures
)
