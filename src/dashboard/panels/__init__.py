"""A page's view of the store -> its panels: a folder a page, a file a chart."""
