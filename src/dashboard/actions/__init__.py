"""The action log: actions as they stood on a day, and their way to a workbook or a CSV file and
back.
"""
