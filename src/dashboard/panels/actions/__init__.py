"""The panels of Board actions."""
