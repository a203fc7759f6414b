CREATE OR REPLACE TEMP TABLE figures_with_reason AS
SELECT *, CASE WHEN base < $least_base THEN 'base'
    WHEN numerator > 0 AND numerator < $withhold_below THEN 'count' END AS reason
FROM area_figures WHERE list_contains($levels, level)
