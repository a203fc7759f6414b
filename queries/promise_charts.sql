-- One row a chart that shows how a promise stands, with the name of its indicator (null where it names none).
SELECT c.promise, c.page, c.chart, c.indicator, c.note, i.name AS indicator_name
FROM promise_chart c LEFT JOIN indicator i ON i.id = c.indicator ORDER BY c.promise, c.position
