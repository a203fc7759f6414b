-- One row a declared source: what has been received of it, and the first and last day of its figures (null: none).
SELECT s.id, s.name, s.publisher, s.licence, s.address, s.frequency, s.freshness_days, s.quirks,
    count(r.id) AS releases, max(r.published) AS published, min(r.first_period) AS first_period,
    max(r.last_period) AS last_period, coalesce(bool_or(r.demonstration), false) AS demonstration
FROM source s LEFT JOIN release r ON r.source = s.id
GROUP BY ALL
ORDER BY s.name, s.id
