CREATE OR REPLACE TEMP TABLE period_figures AS SELECT * EXCLUDE (numerator_parts, denominator_parts)
FROM source_figures
