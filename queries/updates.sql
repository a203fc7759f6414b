-- One row a dated word on an action, newest first.
SELECT action, date, text, status, due FROM action_update ORDER BY action, date DESC, position DESC
