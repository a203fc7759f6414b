-- One row a declared allocation plan, by the day it is in force from, with whom it is for and its wards loaded.
SELECT p.*, (SELECT list(a.name ORDER BY a.name) FROM audience a WHERE list_contains(p.audience, a.id)) AS readers,
    (SELECT count(*) FROM plan_ward w WHERE w.plan = p.id) AS wards
FROM plan p ORDER BY p.from_date, p.id
