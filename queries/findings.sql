-- One row a thing to know about a received file.
SELECT source, file, severity, row_number, column_name, message FROM finding ORDER BY source, file, row_number
