-- One row a thing to know about a received file or the build, errors first.
SELECT source, file, severity, row_number, column_name, message FROM finding
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, source, file, row_number
