"""The panels of one borough."""
