INSERT INTO withheld_figure
SELECT $indicator, level, area, period_end, group_type, group_name, numerator, denominator, reason,
    CASE reason WHEN 'base' THEN least(base, $least_base) ELSE $withhold_below END, false
FROM figures_with_reason WHERE reason IS NOT NULL
