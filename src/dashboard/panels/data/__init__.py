"""The panels of Data and definitions."""
