"""Tables on paper: how wide their columns are, which of them fit, and their rows in Word."""
