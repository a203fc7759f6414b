{quarters}
SELECT * EXCLUDE (numerator_parts, denominator_parts, first_day, last_of_quarter) REPLACE (first_day AS period_start)
FROM quarter_months WHERE period_end = last_of_quarter
