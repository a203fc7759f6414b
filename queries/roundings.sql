-- One row an indicator, source and area whose figures the publisher rounds, with the deviation that rounding adds.
SELECT indicator, source, area, deviation FROM rounding ORDER BY indicator, source, area
