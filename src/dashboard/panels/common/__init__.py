"""What the panels of every page share."""
