"""The record of a meeting -> its actions, as a draft declaration for a person to confirm."""
