"""What lies under the received files: folders of releases, litter that programs leave behind, and
what is neither.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import InputError

NOTE, MARK = "release.toml", "reverted.toml"
"""Beside each received file; the second only where it was taken back or replaced."""
DEMONSTRATION = "-demonstration"
"""How the name of the folder of a demonstration release ends."""

_LITTER = re.compile(
    # Hidden files, those of macOS and of editors among them; Windows; office programs and editors;
    # network disks.
    r"\..*|thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini|icon\r|~\$.*|.*~|__macosx|@eadir|#recycle|\$recycle\.bin|"
    r"system volume information|lost\+found",
    re.IGNORECASE,
)
_NAMED_AFTER_A_DAY = re.compile(rf"(\d{{4}}-\d\d-\d\d)(?:{DEMONSTRATION})?")
OUT = "move it out of the folder of received files"
"""What to do with what does not belong there."""
_THEN_BUILD = "then run: python -m dashboard build"


@dataclass(frozen=True)
class Stray:
    """Something under the received files that is no release, or for which a release is left out of
    the figures.
    """

    path: Path
    message: str
    """One sentence: what it is, and what to do with it."""
    source: str = ""
    """Id of the source of which something is left out for it; '' where nothing is."""
    release: str = ""
    """Id of the release that is left out, where one alone is."""
    demonstration: bool = False
    """Whether that release is of demonstration data."""


class UnreadableReleaseError(InputError):
    """No release can be read of a folder: the sentence says why, and what to do."""

    def __init__(self, stray: Stray) -> None:
        """Keep what is to be said of the folder."""
        self.stray = stray
        super().__init__(stray.message)


def is_litter(name: str) -> bool:
    """Whether programs leave files or folders of this name behind wherever they look."""
    return _LITTER.fullmatch(name) is not None


def entries(folder: Path) -> list[Path]:
    """What is in ``folder``, litter left out, by name.

    Raises:
        OSError: it cannot be read.
    """
    if not os.access(
        folder, os.X_OK
    ):  # Names could be listed, and nothing be said of what they name.
        raise PermissionError(13, os.strerror(13), str(folder))
    return sorted(path for path in folder.iterdir() if not is_litter(path.name))


def besides(folder: Path) -> list[Path]:
    """What is in the folder of a release besides its note, its mark and litter.

    Raises:
        OSError: it cannot be read.
    """
    return [path for path in entries(folder) if path.name not in (NOTE, MARK)]


def release_folders(received_folder: Path) -> tuple[list[Path], list[Stray]]:
    """The folders in which a release may be (``<source>/<day>``), and whatever else lies beside
    them or above.

    Raises:
        InputError: ``received_folder`` itself cannot be read.
    """
    if not os.path.lexists(received_folder):
        return [], []
    try:
        sources = entries(received_folder)
    except OSError as error:
        raise InputError(
            f"{received_folder} cannot be read ({reason(error)}): mend that, {_THEN_BUILD}"
        ) from None
    folders: list[Path] = []
    strays: list[Stray] = []
    for source in sources:
        if not os.path.isdir(source):
            strays.append(_no_folder(source))
            continue
        try:
            paths = entries(source)
        except OSError as error:
            strays.append(
                Stray(
                    source,
                    f"{source} cannot be read ({reason(error)}), so all of it is left out: "
                    f"give yourself the right to read it, {_THEN_BUILD}",
                    source.name,
                )
            )
            continue
        folders += [path for path in paths if os.path.isdir(path)]
        strays += [_no_folder(path) for path in paths if not os.path.isdir(path)]
    return folders, strays


def _no_folder(path: Path) -> Stray:
    if os.path.islink(path) and not os.path.exists(path):
        return Stray(path, f"{path} is a link that leads nowhere: remove it.")
    return Stray(path, f"{path} is no received file: {OUT}.")


def reason(error: OSError) -> str:
    """Why something cannot be read, in the system's words."""
    return (error.strerror or type(error).__name__).casefold()


def id_of(folder: Path) -> str:
    """The id of the release that ``folder`` is named after; '' where its name is no day of
    publication.
    """
    found = _NAMED_AFTER_A_DAY.fullmatch(folder.name)
    try:
        return f"{folder.parent.name}/{dt.date.fromisoformat(found[1])}" if found else ""
    except ValueError:
        return ""


def missing_release(folder: Path, why: str, mend: str = "") -> Stray:
    """That the release in ``folder`` is left out: ``why`` it cannot be read, and what to do."""
    release = id_of(folder)
    mend = mend or _load_again(folder)
    source, demonstration = (
        folder.parent.name if release else "",
        folder.name.endswith(DEMONSTRATION),
    )
    return Stray(
        folder, f"{why}, so its release is left out: {mend}", source, release, demonstration
    )


def without_note(folder: Path, paths: list[Path]) -> Stray:
    """What is to be said of a folder that has no note beside its ``paths``."""
    if not paths:
        return Stray(folder, f"{folder} is empty: remove it.")
    if not id_of(folder):
        return Stray(folder, f"{folder} is no release: {OUT}.")
    return missing_release(folder, f"{folder} has no {NOTE}")


def unreadable_release(folder: Path, error: OSError) -> Stray:
    """That the release in ``folder`` is left out, as something of it cannot be read."""
    why = f"{error.filename or folder} cannot be read ({reason(error)})"
    return missing_release(folder, why, f"give yourself the right to read it, {_THEN_BUILD}")


def _load_again(folder: Path) -> str:
    """What to do so that the release that ``folder`` is named after is received anew."""
    source, _, published = id_of(folder).partition("/")
    if not published:
        return OUT
    if folder.name.endswith(DEMONSTRATION):
        return "run: python -m dashboard demo"
    files = [path for path in besides(folder) if path.is_file()]
    which = (
        ("the file beside it", shlex.quote(str(files[0])))
        if len(files) == 1
        else ("its file", "FILE")
    )
    return (
        f"load {which[0]} again, with: python -m dashboard load {which[1]} --source {source}"
        f" --published {published}"
    )


def make_way(received_folder: Path, folder: str) -> None:
    """Refuse where the release ``folder`` ('<source>/<day>') cannot be put under
    ``received_folder``.

    Raises:
        InputError: something that is no folder is in its place, or a folder cannot be written to.
    """
    place = received_folder / folder
    for path in (place.parent, place):
        if os.path.lexists(path) and not os.path.isdir(path):
            raise InputError(
                f"{path} is in the way, as it is no folder: move it away, then try again."
            )
        if os.path.isdir(path) and not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            raise InputError(
                f"{path} cannot be written to: give yourself the right to write there, then try"
                " again."
            )
