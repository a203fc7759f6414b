INSERT INTO held
SELECT indicator, level, group_type, min(period_end), max(period_end), count(DISTINCT period_end),
    count(DISTINCT area) FILTER (WHERE value IS NOT NULL), count(value), count(withheld)
FROM observation GROUP BY indicator, level, group_type ORDER BY ALL
