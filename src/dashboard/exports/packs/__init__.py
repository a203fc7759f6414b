"""A pack as a file: one slide of the pack is one slide, sheet, section or page of the file."""
