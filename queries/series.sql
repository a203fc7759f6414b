-- One row a period and area for one indicator and the areas asked for, oldest first.
SELECT o.area, a.name, o.period_end, o.numerator, o.denominator, o.base, o.value
FROM observation o JOIN area a ON a.code = o.area
WHERE o.indicator = $indicator AND o.group_type = '' AND list_contains($areas, o.area)
ORDER BY o.area, o.period_end
