-- As ``Action.status_on``: of two words of one day the later one counts.
UPDATE action SET
    status = coalesce((SELECT last(u.status ORDER BY u.date, u.position) FROM action_update u
        WHERE u.action = action.id AND u.status IS NOT NULL), first_status),
    due = coalesce((SELECT last(u.due ORDER BY u.date, u.position) FROM action_update u
        WHERE u.action = action.id AND u.due IS NOT NULL), first_due)
