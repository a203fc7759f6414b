WITH part_facts AS (
    SELECT f.source, a.level, f.area, f.period_start, f.period_end, f.group_type, f.group_name,
        p.role, p.sign, p.least, p.place, f.value, f.base, f.lower, f.upper, f.release
    FROM fact f JOIN part p USING (measure) JOIN indicator_sources USING (source) JOIN area a ON a.code = f.area
    WHERE f.group_type = '' OR (list_contains($group_types, f.group_type)
        AND (f.group_type <> $total_over OR len($only) = 0 OR list_contains($only, f.group_name)))
    UNION ALL
    SELECT f.source, a.level, f.area, f.period_start, f.period_end, '', '',
        p.role, p.sign, p.least, p.place, f.value, f.base, f.lower, f.upper, f.release
    FROM fact f JOIN part p USING (measure) JOIN indicator_sources USING (source) JOIN area a ON a.code = f.area
    WHERE f.group_type = $total_over AND (len($only) = 0 OR list_contains($only, f.group_name))
)
