"""The database: built whole, read only, asked by named query."""
