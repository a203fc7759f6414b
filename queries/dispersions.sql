-- One row an indicator of counted events and an area: the dispersion of its months and the degrees of freedom behind it.
SELECT indicator, area, phi, degrees, months FROM dispersion ORDER BY indicator, area
