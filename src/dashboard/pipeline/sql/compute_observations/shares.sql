-- A group without a denominator of its own is a share of the whole area's: officers of a category over all officers.
CREATE OR REPLACE TEMP TABLE source_figures AS
SELECT s.* REPLACE (
    coalesce(s.denominator, whole.denominator) AS denominator,
    CASE WHEN s.denominator IS NULL THEN coalesce(whole.denominator_parts, 0) ELSE s.denominator_parts END
        AS denominator_parts)
FROM source_figures s LEFT JOIN (FROM source_figures WHERE group_type = '') whole
    ON whole.source = s.source AND whole.area = s.area AND whole.period_end = s.period_end
