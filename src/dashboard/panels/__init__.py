"""A page's view of the store -> its panels: one module a page."""
