-- One row a ward of one borough and month: how many of an offence were recorded, 0 where a month that counts has no row.
-- A month counts where the source covers it and some ward of London has the offence: a category that is not published
-- any more is unknown, and not none.
WITH counted AS (
    SELECT area, period_end, offences FROM rare_offence_count WHERE offence = $offence
), months AS (
    SELECT DISTINCT c.period_start, c.period_end, c.release
    FROM coverage c JOIN rare_offence r ON r.source = c.source
    WHERE r.id = $offence AND c.level = 'ward' AND c.period_end IN (SELECT period_end FROM counted)
)
SELECT a.code AS ward, a.name, m.period_start, m.period_end, coalesce(n.offences, 0)::BIGINT AS offences, m.release
FROM area a CROSS JOIN months m LEFT JOIN counted n ON n.area = a.code AND n.period_end = m.period_end
WHERE a.level = 'ward' AND a.borough = $borough
ORDER BY a.name, a.code, m.period_end
