DELETE FROM fact USING offered_coverage c
WHERE getvariable('sparse') AND source = getvariable('source') AND fact.period_end = c.period_end;
DELETE FROM coverage USING offered_coverage c
WHERE source = getvariable('source') AND coverage.period_end = c.period_end
    AND (getvariable('sparse') OR coverage.level = c.level);
DELETE FROM fact USING offered_facts o
WHERE source = getvariable('source') AND o.measure = fact.measure AND o.area = fact.area
    AND o.period_end = fact.period_end AND o.group_type = fact.group_type AND o.group_name = fact.group_name;
INSERT INTO fact SELECT getvariable('source'), * FROM offered_facts;
INSERT INTO coverage SELECT getvariable('source'), * FROM offered_coverage;
DELETE FROM standing_boundaries WHERE level IN (SELECT level FROM shapes);
INSERT INTO standing_boundaries FROM offered_boundaries;
DELETE FROM standing_plan_wards WHERE plan IN (SELECT plan FROM posts);
DELETE FROM standing_plan_needs WHERE plan IN (SELECT plan FROM posts);
INSERT INTO standing_plan_wards FROM offered_plan_wards;
INSERT INTO standing_plan_needs FROM offered_plan_needs;
