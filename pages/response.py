"""Response times."""

from dashboard.ui import board

board.start("response", "Response times", ())
