"""Ward allocation."""

from dashboard.ui import board

board.start("allocation", "Ward allocation", ())
