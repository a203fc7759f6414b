"""Declarations and received files -> the database in force: the only writers of it."""
