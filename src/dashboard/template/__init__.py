"""The template for figures that nobody publishes in a fixed form: a workbook to fill in and load."""
