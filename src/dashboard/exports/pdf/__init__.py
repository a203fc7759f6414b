"""Documents for paper (tagged PDF): a page's charts, a pack as a handout, a borough on one page.

Python says what a document holds as plain data; the templates beside these files say how it looks.
No text is ever read as markup of the templates.
"""
