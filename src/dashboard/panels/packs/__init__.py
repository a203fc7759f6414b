"""Packs: the slides of a meeting with their panels."""
