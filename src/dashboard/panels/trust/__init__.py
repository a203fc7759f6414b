"""The panels of Trust and confidence."""
