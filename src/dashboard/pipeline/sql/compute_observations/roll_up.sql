INSERT INTO shaped
WITH below AS (
    SELECT o.*, {parent} AS above_area FROM shaped o JOIN area a ON a.code = o.area WHERE o.level = $below
), size AS (SELECT {parent} AS above_area, count(*) AS areas FROM area WHERE level = $below GROUP BY ALL)
SELECT $above, b.above_area, b.period_start, b.period_end, b.group_type, b.group_name,
    sum(b.numerator), sum(b.denominator), sum(b.base),
    $multiplier * sum(b.numerator) / CASE WHEN count(b.denominator) = 0 THEN 1 ELSE nullif(sum(b.denominator), 0) END,
    NULL, NULL, any_value(b.source), max(b.release), true
FROM below b JOIN size s USING (above_area)
WHERE NOT EXISTS (
    FROM shaped own WHERE own.level = $above AND own.area = b.above_area AND own.period_end = b.period_end
      AND own.group_type = b.group_type AND own.group_name = b.group_name)
GROUP BY b.above_area, b.period_start, b.period_end, b.group_type, b.group_name, s.areas
HAVING count(*) = s.areas
