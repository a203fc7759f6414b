CREATE OR REPLACE TEMP TABLE source_figures AS {part_facts}
SELECT source, level, area, period_start, period_end, group_type, group_name,
    sum(sign * value) FILTER (WHERE role = 'n') AS numerator, sum(value) FILTER (WHERE role = 'd') AS denominator,
    sum(base) FILTER (WHERE role = 'n' AND sign = 1) AS base,
    any_value(lower) AS lower, any_value(upper) AS upper, max(release) AS release,
    coalesce(bit_count(bit_or(place) FILTER (WHERE role = 'n')), 0) AS numerator_parts,
    coalesce(bit_count(bit_or(place) FILTER (WHERE role = 'd')), 0) AS denominator_parts
FROM part_facts GROUP BY ALL
