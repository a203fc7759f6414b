-- One row a dated word on an action, newest first.
SELECT action, date, text FROM action_update ORDER BY action, date DESC
