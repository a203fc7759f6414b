SELECT indicator AS feature, area, value FROM observation
WHERE list_contains($features, indicator) AND level = 'borough' AND group_type = ''
QUALIFY period_end = max(period_end) OVER (PARTITION BY indicator)
UNION ALL
SELECT $density, code, population / hectares FROM area
WHERE level = 'borough' AND list_contains($features, $density)
