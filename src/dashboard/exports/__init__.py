"""Panels as files to take away: workbook, slides and briefing, without anything of the pages."""
