-- One row a period of one indicator for which some borough has a figure, newest first.
SELECT DISTINCT period_end FROM observation
WHERE indicator = $indicator AND level = 'borough' AND group_type = ''
ORDER BY period_end DESC
