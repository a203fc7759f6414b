"""The board: the one component that draws a page's panels, as one message.

``board.py`` lays panels out and sends them, ``message.py`` says a panel as JSON, and the scripts
beside them draw it in the browser.
"""
