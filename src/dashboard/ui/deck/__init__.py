"""The deck: the slides of a pack on one screen, drawn by the same painter as the boards.

``script.py`` gives its script and style, which know nothing of Streamlit: with a message of
``message.py`` they are a page of their own, by the function ``start(message, element, host)`` of
``deck.js``. ``stage.py`` and ``mount.js`` put it on a page of the server.
"""
