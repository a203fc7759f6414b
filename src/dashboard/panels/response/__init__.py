"""The panels of Response times."""
