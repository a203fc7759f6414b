"""The two kinds of mistake: a person's, told in one sentence, and a programmer's, which keeps its traceback."""

from __future__ import annotations


class InputError(Exception):
    """A reader's or analyst's mistake: one sentence that says what, where and what to do.

    Pages show the sentence; the command line prints it and ends with exit code 2.
    """


class DeclarationError(InputError):
    """Faults in files under ``data/declared``, all of them at once, a line each."""

    def __init__(self, faults: list[str]) -> None:
        """Keep ``faults`` (one sentence each: file, key, what was expected)."""
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


class NoDatabaseError(InputError):
    """There is no database to read, or it cannot be read: the sentence says what to run."""
