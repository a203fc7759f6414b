-- One row an indicator, ward and period after one day and up to another, for the indicators asked for, with its borough.
SELECT o.indicator, o.area, a.name, a.borough, b.name AS borough_name, o.period_end, o.numerator, o.denominator, o.value,
    o.release
FROM observation o JOIN area a ON a.code = o.area JOIN area b ON b.code = a.borough
WHERE o.indicator IN (SELECT unnest($indicators)) AND o.level = 'ward' AND o.group_type = ''
    AND o.period_end > $after::DATE AND o.period_end <= $until::DATE
ORDER BY b.name, a.name, o.period_end
