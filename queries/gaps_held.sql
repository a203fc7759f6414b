-- One row an indicator that has a figure of London by some group.
SELECT DISTINCT indicator FROM observation WHERE group_type <> '' AND level = 'mps' AND value IS NOT NULL ORDER BY 1
