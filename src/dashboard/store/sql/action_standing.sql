-- As ``Action.status_on``: of two words of one day the later one counts.
UPDATE action SET
    status = coalesce((SELECT last(u.status ORDER BY u.date, u.position) FROM action_update u
        WHERE u.action = action.id AND u.status IS NOT NULL), first_status),
    owner = coalesce((SELECT last(u.owner ORDER BY u.date, u.position) FROM action_update u
        WHERE u.action = action.id AND u.owner IS NOT NULL), first_owner),
    due = CASE WHEN EXISTS (FROM action_update u
            WHERE u.action = action.id AND (u.due IS NOT NULL OR u.due_words IS NOT NULL))
        THEN (SELECT last(u.due ORDER BY u.date, u.position) FROM action_update u
            WHERE u.action = action.id AND (u.due IS NOT NULL OR u.due_words IS NOT NULL))
        ELSE first_due END,
    due_words = coalesce((SELECT last(coalesce(u.due_words, '') ORDER BY u.date, u.position) FROM action_update u
        WHERE u.action = action.id AND (u.due IS NOT NULL OR u.due_words IS NOT NULL)), first_due_words)
