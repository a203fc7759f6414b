-- One row a dated word on a promise, oldest first.
SELECT promise, date, text, source, status FROM promise_entry ORDER BY promise, date, position
