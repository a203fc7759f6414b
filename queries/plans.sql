-- One row a declared allocation plan, by the day it is in force from, with the number of wards loaded for it.
SELECT p.*, (SELECT count(*) FROM plan_ward w WHERE w.plan = p.id) AS wards FROM plan p ORDER BY p.from_date, p.id
