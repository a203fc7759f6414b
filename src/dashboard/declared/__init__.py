"""Strict declarations under data/declared, as frozen models."""
