INSERT INTO area_figures
WITH lower_figures AS (
    SELECT o.*, {parent} AS above_area FROM area_figures o JOIN area a ON a.code = o.area WHERE o.level = $below
), size AS (SELECT {parent} AS above_area, count(*) AS areas FROM area WHERE level = $below GROUP BY ALL)
SELECT $above, b.above_area, b.period_start, b.period_end, b.group_type, b.group_name,
    sum(b.numerator), sum(b.denominator), sum(b.base),
    $multiplier * sum(b.numerator) / CASE WHEN count(b.denominator) = 0 THEN 1 ELSE nullif(sum(b.denominator), 0) END,
    NULL, NULL, any_value(b.source), max(b.release), true
FROM lower_figures b JOIN size s USING (above_area)
WHERE NOT EXISTS (
    FROM area_figures f WHERE f.level = $above AND f.area = b.above_area AND f.period_end = b.period_end
      AND f.group_type = b.group_type AND f.group_name = b.group_name)
GROUP BY b.above_area, b.period_start, b.period_end, b.group_type, b.group_name, s.areas
HAVING count(*) = s.areas
