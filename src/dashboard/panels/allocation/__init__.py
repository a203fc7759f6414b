"""The panels of Ward allocation."""
