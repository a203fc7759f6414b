"""Present: a pack in the room, slide by slide, on the whole screen; recording beside a slide."""

from dashboard.ui.deck.presentation import present

present()
