"""A small installation with two releases of the attitude survey, of 15 May and of 30 June 2023,
both as vintages.
"""

import datetime as dt
import shutil
from pathlib import Path

from dashboard import catalogue
from dashboard.declared.meetings import Update
from dashboard.declared.read import Declarations, declarations
from dashboard.demo import attitude_survey
from dashboard.pipeline import earlier_days
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places

ROOT = Path(__file__).resolve().parents[2]
BOARD, FIRST, SECOND = dt.date(2023, 4, 28), dt.date(2023, 5, 15), dt.date(2023, 6, 30)
ANSWERED = "2023-04-28/3"
"""The action that is said to be complete on 20 June 2023, between the two releases."""


def declared() -> Declarations:
    """The declarations of the checkout, with one action answered."""
    found = declarations(ROOT / "data" / "declared", catalogue.has_chart)
    for meeting in found.meetings.values():
        for action in meeting.action:
            if action.id == ANSWERED:
                word = Update(
                    date=dt.date(2023, 6, 20), text="The MPS has answered.", status="complete"
                )
                object.__setattr__(action, "update", (*action.update, word))
    return found


def installed(folder: Path) -> Places:
    """Receive, build and keep both vintages under ``folder``."""
    places = Places(folder)
    shutil.copytree(ROOT / "queries", places.queries)
    said = declared()
    for file in attitude_survey.write(folder / "files"):
        if file.published < FIRST:
            continue
        receive(places.received_folder, file.source, file.published, file.path, demonstration=True)
    build(places, said)
    earlier_days.build_missing(places, said)
    return places
