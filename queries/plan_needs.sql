-- One row a component of need of one ward: weight (share of all weights) and score in force and as set against it.
WITH scored AS (
    SELECT n.plan, n.component, c.label, c.position, n.score,
        c.weight / sum(c.weight) OVER (PARTITION BY n.plan) AS weight
    FROM plan_need n JOIN plan_component c ON c.plan = n.plan AND c.component = n.component
    WHERE n.ward = $ward AND n.plan IN ($in_force, $proposed)
)
SELECT component, coalesce(p.label, f.label) AS label, f.weight AS weight_now, p.weight AS weight_proposed,
    f.score AS score_now, p.score AS score_proposed,
    f.weight * f.score AS contribution_now, p.weight * p.score AS contribution_proposed,
    coalesce(p.weight * p.score, 0) - coalesce(f.weight * f.score, 0) AS moved
FROM (FROM scored WHERE plan = $in_force) f FULL JOIN (FROM scored WHERE plan = $proposed) p USING (component)
ORDER BY coalesce(p.position, f.position)
