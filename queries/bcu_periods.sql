-- One row a period with a figure of some BCU or of the MPS for one of the indicators asked for, newest first.
SELECT DISTINCT period_end FROM observation
WHERE indicator IN (SELECT unnest($indicators)) AND level IN ('bcu', 'mps') AND group_type = '' AND value IS NOT NULL
ORDER BY period_end DESC
