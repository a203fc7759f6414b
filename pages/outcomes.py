"""Outcomes and workforce."""

from dashboard.ui import board

board.start("outcomes", "Outcomes and workforce", ())
