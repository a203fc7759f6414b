"""Demonstration files in the publishers' own formats."""
