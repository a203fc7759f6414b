"""Plotly figures as native charts that can be edited, and maps as shapes."""
