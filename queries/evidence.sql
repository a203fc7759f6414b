-- One row a view on which an action rests, with the action's number, title and status.
SELECT e.*, a.number, a.meeting, a.title, a.owner, a.due, a.status, i.name AS indicator_name
FROM evidence e JOIN action a ON a.id = e.action LEFT JOIN indicator i ON i.id = e.indicator
ORDER BY a.meeting, a.number, e.position
