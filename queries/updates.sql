-- One row a dated word on an action, newest first.
SELECT action, date, text, status, due, due_words, owner FROM action_update ORDER BY action, date DESC, position DESC
