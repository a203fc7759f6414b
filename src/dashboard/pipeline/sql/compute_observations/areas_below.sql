CREATE OR REPLACE TEMP TABLE source_figures AS {part_facts}
SELECT source, level, area, period_start, period_end, group_type, group_name,
    max(CASE WHEN value < least THEN 1 ELSE 0 END)::DOUBLE AS numerator, 1::DOUBLE AS denominator,
    NULL::DOUBLE AS base, NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, max(release) AS release,
    bit_count(bit_or(place)) AS numerator_parts, 0 AS denominator_parts
FROM part_facts WHERE level = 'ward' GROUP BY ALL
