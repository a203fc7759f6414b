"""What can be looked up by typing, from every page."""
