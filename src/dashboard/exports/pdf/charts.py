"""Panels as a tagged PDF: a heading, the chart, its reading and its source of each."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.exports.part import Cover, Part, mark_of
from dashboard.exports.pdf.content import document_data, panel_data, section_data
from dashboard.exports.pdf.typeset import typeset
from dashboard.figures.painted_figure import Painter
from dashboard.markup import plain
from dashboard.text import count_things, day


def write_pdf(cover: Cover, parts: Sequence[Part]) -> bytes:
    """The panels of ``parts`` as PDF."""
    painter = Painter()
    count = count_things(len(parts), "chart")
    opening = [
        f"{count} of Ward to Board, taken away on {day(cover.day_taken)}.",
        *dict.fromkeys(cover.as_at_words(part.as_at) for part in parts),
        *dict.fromkeys(part.filter_words for part in parts),
    ]
    subject = "; ".join(part.panel.title for part in parts)
    data = document_data(cover, mark_of(parts), subject=subject, opening=opening)
    data["contents"] = [plain(part.panel.title) for part in parts]
    data["link-words"] = "Open this view"
    data["sections"] = [
        section_data(
            part.panel.title,
            [panel_data(part, cover, painter, with_title=False)],
            mark=mark_of([part]),
            lists={
                "Board actions": [
                    f"Action {a.number}: {a.title} ({a.status})" for a in part.panel.actions
                ],
                "Definition and notes": [
                    words for words in (part.panel.definition, *part.panel.notes) if words
                ],
            },
        )
        for part in parts
    ]
    return typeset("handout.typ", data, cover.day_taken)
