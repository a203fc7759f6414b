SELECT w.*, i.need_index FROM wards w LEFT JOIN (
    SELECT n.plan, n.ward, sum(c.weight * n.score) / sum(c.weight) AS need_index
    FROM needs n JOIN plan_component c ON c.plan = n.plan AND c.component = n.component GROUP BY ALL
) i ON i.plan = w.plan AND i.ward = w.ward
