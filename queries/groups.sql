-- One row a group type that some observation is broken down by.
SELECT DISTINCT unnest(group_types) AS group_type FROM indicator WHERE last_period IS NOT NULL ORDER BY 1
