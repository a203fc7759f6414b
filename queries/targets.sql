-- One row a dated target of an indicator, by date.
SELECT indicator, date, value, note FROM target ORDER BY indicator, date
