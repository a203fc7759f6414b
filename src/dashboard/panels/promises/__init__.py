"""Panels of the page Plans and promises."""
