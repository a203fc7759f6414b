-- One row a month for which some ward has posts, officers in post or abstraction, newest first.
SELECT DISTINCT period_end FROM observation
WHERE indicator IN (SELECT unnest($indicators)) AND level = 'ward' AND group_type = ''
ORDER BY period_end DESC
