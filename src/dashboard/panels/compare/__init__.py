"""The panels of Compare boroughs."""
