-- One row an indicator that has a figure of London by some group.
SELECT DISTINCT indicator FROM held WHERE group_type <> '' AND level = 'mps' AND figures > 0 ORDER BY 1
