-- One row a ward and weighted component of need of a plan: its score, 0 to 100.
SELECT n.ward, n.component, n.score
FROM plan_need n JOIN plan_component c ON c.plan = n.plan AND c.component = n.component
WHERE n.plan = $plan
ORDER BY c.position, n.ward
