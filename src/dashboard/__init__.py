"""Ward to Board: policing indicators for London, from published files to the board's actions."""
