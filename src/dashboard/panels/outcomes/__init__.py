"""The panels of Outcomes and workforce."""
