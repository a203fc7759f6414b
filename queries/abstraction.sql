-- One row an area: DWO abstraction in a month, for the wards of a borough and it, or for every borough; and the MPS.
SELECT a.code AS area, a.name, a.level, o.numerator, o.denominator, o.value, o.release
FROM area a LEFT JOIN observation o ON o.area = a.code AND o.level = a.level AND o.indicator = 'abstraction_rate'
    AND o.group_type = '' AND o.period_end = $period
WHERE a.level = 'mps' OR (a.level = 'borough' AND ($borough = '' OR a.code = $borough))
    OR (a.level = 'ward' AND a.borough = $borough)
ORDER BY o.value DESC NULLS LAST, a.name
