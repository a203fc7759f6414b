"""The parameters of a link -> a view, with a sentence for each part that cannot be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields

from dashboard.view import PAPER, Choices, View
from dashboard.view.parts import quotation
from dashboard.view.readers import LinkText


def read(
    parameters: Mapping[str, str], choices: Choices, others: Collection[str] = ()
) -> tuple[View, list[str]]:
    """Parameters of a URL -> the view they ask for, and a sentence for each that could not be
    honoured; ``others`` are those that the page reads itself.

    Whatever is unknown gives way to the nearest valid choice, so a page always stands.
    """
    known = {f.name for f in fields(View)} | {PAPER, *others}
    notes = [
        f"The link's {quotation(name)} is not a filter of this page and was left out."
        for name in parameters
        if name not in known
    ]
    values = {
        f.name: f.metadata["reader"].read(
            LinkText(f.name, parameters.get(f.name), f.default, choices, notes)
        )
        for f in fields(View)
    }
    return View(**values), notes
