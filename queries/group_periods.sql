-- One row a period of one indicator for which London has a figure by some group.
SELECT DISTINCT period_end FROM observation
WHERE indicator = $indicator AND level = 'mps' AND group_type <> '' AND value IS NOT NULL
ORDER BY period_end DESC
