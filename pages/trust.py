"""Trust and confidence."""

from dashboard.ui import board

board.start("trust", "Trust and confidence", ())
