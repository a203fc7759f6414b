-- One row an action that is new since a day, or of which status or due day moved, or on which a word was said since.
WITH said AS (
    SELECT action,
        last(status ORDER BY date, position) FILTER (status IS NOT NULL AND date <= $since::DATE) AS status,
        bool_or(due IS NOT NULL OR due_words IS NOT NULL) FILTER (date <= $since::DATE) AS sets_due,
        last(due ORDER BY date, position)
            FILTER ((due IS NOT NULL OR due_words IS NOT NULL) AND date <= $since::DATE) AS due,
        string_agg(strftime(date, '%Y-%m-%d') || ': ' || text, ' | ' ORDER BY date DESC, position DESC)
            FILTER (date > $since::DATE) AS words
    FROM action_update GROUP BY action
)
SELECT a.id, a.meeting, a.number, a.title, a.owner, a.meeting > $since::DATE AS new,
    coalesce(s.status, a.first_status) AS status_was, a.status AS status_now,
    CASE WHEN s.sets_due THEN s.due ELSE a.first_due END AS due_was, a.due AS due_now, a.due_words, coalesce(s.words, '') AS words
FROM action a LEFT JOIN said s ON s.action = a.id
WHERE new OR status_was <> status_now OR due_was IS DISTINCT FROM due_now OR s.words IS NOT NULL
ORDER BY a.meeting, a.number
