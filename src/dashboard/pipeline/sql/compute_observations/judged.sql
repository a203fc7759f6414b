CREATE OR REPLACE TEMP TABLE judged AS
SELECT *, CASE WHEN base < $least_base THEN 'base'
    WHEN numerator > 0 AND numerator < $withhold_below THEN 'count' END AS reason
FROM shaped WHERE list_contains($levels, level)
