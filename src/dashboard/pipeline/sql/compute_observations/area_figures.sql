CREATE OR REPLACE TEMP TABLE area_figures AS
SELECT t.level, t.area, t.period_start, t.period_end, t.group_type, t.group_name,
    {numerator} AS numerator, {denominator} AS denominator, t.base, {value} AS value, t.lower, t.upper,
    t.source, t.release, false AS rolled_up
FROM period_figures t JOIN area a ON a.code = t.area
QUALIFY row_number() OVER (
    PARTITION BY t.area, t.period_end, t.group_type, t.group_name ORDER BY list_position($sources, t.source)) = 1
