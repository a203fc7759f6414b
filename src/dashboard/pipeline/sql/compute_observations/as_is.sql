CREATE OR REPLACE TEMP TABLE timed AS SELECT * EXCLUDE (numerator_parts, denominator_parts)
FROM fine
