"""Borough."""

from dashboard.ui import board

board.start("borough", "Borough", ())
