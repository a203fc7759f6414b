SELECT plan, ward, b.tier AS tier_before, n.tier AS tier_after, b.dwo_posts AS dwo_before, n.dwo_posts AS dwo_after,
    b.pcso_posts AS pcso_before, n.pcso_posts AS pcso_after, coalesce(b.scores <> n.scores, true) AS rescored
FROM posts n FULL JOIN posts_before b USING (plan, ward)
WHERE (n.tier, n.dwo_posts, n.pcso_posts, n.scores) IS DISTINCT FROM (b.tier, b.dwo_posts, b.pcso_posts, b.scores)
    AND plan IN (SELECT plan FROM posts_before)
ORDER BY plan, ward
