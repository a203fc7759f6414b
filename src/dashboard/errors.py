"""The two kinds of mistake: a person's, told in one sentence, and a programmer's, which keeps its
traceback.
"""

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


class StorageError(InputError):
    """A disk that is full, limited or not to be written to, before anything was changed."""

    def __init__(self, fault: str, what_to_do: str) -> None:
        """Keep ``fault`` ('/data could not be written (No space left on device)') and
        ``what_to_do`` ('make room').
        """
        self.fault, self.what_to_do = fault, what_to_do
        super().__init__(
            f"{fault}, and nothing was changed: {what_to_do} and give the command again."
        )
