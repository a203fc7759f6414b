-- One row a trial, an indicator and a start of it: its area's change less the others', the start as recorded first.
SELECT e.area, e.indicator, e.tried, e.shift, e.start, e.last_period, e.quarters_before, e.quarters_during, e.areas,
    e.withheld, e.step, e.effect, e.lower, e.upper, e.p_value, e.beyond, e.parallel
FROM trial_estimate e ORDER BY e.area, e.tried DESC, e.indicator, abs(e.shift), e.shift
