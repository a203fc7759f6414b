-- One row a known change of an indicator's process, from which its control limits begin anew, by date.
SELECT indicator, date, title, note, areas FROM step_change ORDER BY indicator, date
