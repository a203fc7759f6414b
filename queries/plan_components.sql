-- One row a plan and component of need: its weight as declared, and its name in the plan declared last.
SELECT c.plan, c.component, last_value(c.label) OVER (PARTITION BY c.component ORDER BY p.from_date, p.id
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS label, c.weight, c.position
FROM plan_component c JOIN plan p ON p.id = c.plan
ORDER BY p.from_date DESC, p.id, c.position
