INSERT INTO observation
SELECT $indicator, level, area, period_start, period_end, group_type, group_name,
    CASE WHEN reason IS NULL THEN numerator END, CASE WHEN reason IS NULL THEN denominator END, base,
    CASE WHEN reason IS NULL THEN value END, CASE WHEN reason IS NULL THEN lower END,
    CASE WHEN reason IS NULL THEN upper END,
    CASE WHEN reason IS NOT NULL THEN 'withheld' END, source, release, rolled_up,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM figures_with_reason
