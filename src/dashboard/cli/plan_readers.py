"""Whether loading a file of allocation plans would tell anyone of a plan that is not for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dashboard.access import OPEN
from dashboard.declared.read import Declarations
from dashboard.loaders.model import Finding, LoadedFile
from dashboard.pipeline.standing_releases import list_releases, select_standing
from dashboard.text import join_names


def find_plans_told(
    loaded_file: LoadedFile, declarations: Declarations, received_folder: Path
) -> list[Finding]:
    """An error where ``loaded_file`` states plans for some readers only in a way that tells the
    others of them; ``received_folder`` is the folder of received files.

    A file that also states a plan for everyone would be named to everyone, without its name and
    digest. And a published file takes the place of a demonstration of its source for everyone, so
    that the demonstration's plans would vanish for those whom the new one is not for.
    """
    names = list(dict.fromkeys(loaded_file.plan_wards["plan"]))
    hidden_plans = [name for name in names if not _is_open(name, declarations)]
    if not hidden_plans:
        return []
    messages = []
    if len(hidden_plans) < len(names):
        others = _quote(name for name in names if name not in hidden_plans)
        messages.append(
            f"The file states {_quote(hidden_plans)} for some readers only and {others} for everyone,"
            " who would see that there is more: give each a file of its own."
        )
    standing = select_standing(list_releases(received_folder))
    demonstrations = [
        release.id
        for release in standing
        if release.demonstration and release.source == loaded_file.source
    ]
    if demonstrations:
        messages.append(
            f"{_quote(hidden_plans)} is for some readers only and would take the place of the"
            " demonstration's plans for everyone, which tells of it: first take the"
            f" demonstration's back, by python -m dashboard revert for {join_names(demonstrations)}."
        )
    return [Finding("error", message, column="plan") for message in messages]


def _is_open(plan: str, declarations: Declarations) -> bool:
    """Whether a plan is for everyone; one that is not declared is for nobody."""
    declared = declarations.plans.get(plan)
    return declared is not None and OPEN in declared.audience


def _quote(names: Iterable[str]) -> str:
    return join_names(f"'{name}'" for name in names)
