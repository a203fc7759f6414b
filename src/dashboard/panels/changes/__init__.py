"""The panels of What changed."""
