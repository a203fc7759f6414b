-- One row a measure of ward teams: the least that every ward should have, as the indicator declares it.
SELECT measure, least FROM minimum WHERE indicator = 'wards_below_minimum' ORDER BY measure
