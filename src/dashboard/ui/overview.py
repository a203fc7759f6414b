"""The overview's cards as HTML: a row an indicator, what is worse and getting worse, actions due."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.figures.spark import spark
from dashboard.markup import Html
from dashboard.panels.common.due import LATE_STATES
from dashboard.panels.common.page import Page
from dashboard.panels.common.variation import verdict_words, way_of
from dashboard.panels.overview.due import open_actions
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.panels.overview.indicators import Overview, Row
from dashboard.stats.variation import Icons
from dashboard.text import change_unit, figure_text, missing, rounded_change
from dashboard.ui.board.marks import action_mark, action_marks, fold, link, verdict

MOST = 12
"""Figures that are worse and getting worse that stand on the first screen."""
_EXCEPTIONS = Html(
    '<table class="ov small"><thead><tr><th scope="col">Borough and figure</th><th scope="col" class="num">Now</th>'
    '<th scope="col" class="num">In a year</th><th scope="col">Actions</th></tr></thead><tbody>{}</tbody></table>'
)
_NONE_FITS = Html("<p>No figure fits this choice. Set one of the lists to All.</p>")
_HEAD = Html(
    '<table class="ov fixed"><thead><tr><th scope="col">Indicator</th><th scope="col" class="num w-figure">Figure</th>'
    '<th scope="col" class="w-verdict">Verdict</th><th scope="col" class="w-target">Target</th>'
    '<th scope="col" class="w-trend">Trend</th><th scope="col" class="w-actions">Actions</th></tr></thead>{}</table>'
)
_ROW = Html(
    '<tr><th scope="row">{}<small>{}</small></th><td class="num big">{}</td><td>{}<small>{}</small></td>'
    "<td>{}<small>{}</small></td><td>{}</td><td>{}</td></tr>"
)
_THEME = Html('<tr class="theme"><th colspan="6" scope="rowgroup">{}</th></tr>')
_MISSING = Html('<tr><td colspan="6"><small>{}</small></td></tr>')


def headline_table(overview: Overview) -> Html:
    """The headline indicators in agenda order, a row of some 37 pixels each."""
    bodies = []
    for theme, rows in overview.themes.items():
        lines = [_row(row, overview.page) for row in rows]
        missing = overview.missing(theme)
        lines += [_MISSING.format(missing)] if missing else []
        if lines:
            bodies.append(
                Html("<tbody>{}{}</tbody>").format(_THEME.format(theme), _join_parts(lines))
            )
    return _HEAD.format(_join_parts(bodies))


def _row(row: Row, page: Page) -> Html:
    number, _, unit = row.value.partition(" ")
    way, (word, because) = way_of(row.icons), verdict_words(row.icons)
    status = row.status
    return _ROW.format(
        link(row.name, row.page, {"indicator": row.indicator}),
        f"{unit}, {row.period}" if unit else row.period,
        number,
        verdict(word, way, row.icons),
        row.movement or because,
        status.verdict if status else "",
        status.aim if status else "",
        spark(
            row.trend,
            words=row.trend_words,
            last=number,
            way=way,
            band=_band(row.icons),
            target=status.value if status else None,
        ),
        action_marks(row.actions),
    )


def _band(icons: Icons) -> tuple[float, float] | None:
    """The range of usual variation, where the verdict rests on it; to the end of the scale on a side
    without a limit, which only a share has above.
    """
    judged = not icons.variation.startswith(("year_", "count_", "not_judged"))
    if not judged or (missing(icons.lower) and missing(icons.upper)):
        return None
    return (
        0.0 if missing(icons.lower) else icons.lower,
        100.0 if missing(icons.upper) else icons.upper,
    )


def exceptions_table(exceptions: Exceptions) -> Html:
    """The figures that are worse than London and getting worse, in the order of the agenda; those
    beyond the first ``MOST`` are folded away.
    """
    lines = _exception_lines(exceptions)
    if not lines:
        return _worse_alone(exceptions)
    first, rest = lines[:MOST], lines[MOST:]
    table = _EXCEPTIONS.format(_join_parts(first))
    return table + fold(len(rest), _EXCEPTIONS.format(_join_parts(rest))) if rest else table


def _exception_lines(exceptions: Exceptions) -> list[Html]:
    """A row of the table for each figure that is chosen."""
    short = exceptions.page.indicators["short"]
    lines = []
    for r in exceptions.filtered_rows.itertuples():
        percent = r.unit == "per cent"
        unit, places = (r.unit if percent else ""), int(r.decimals)
        change = rounded_change(r.year_value, r.value, unit, places)
        where = {"indicator": r.indicator, "areas": r.area}
        lines.append(
            Html(
                '<tr><th scope="row">{}<small>{}</small></th><td class="num worse">{}<small>London {}</small>'
                '</td><td class="num worse">{}<small>{}</small></td><td>{}</td></tr>'
            ).format(
                link(r.name, "compare", where),
                short[r.indicator],
                figure_text(r.value, unit, places),
                figure_text(r.comparator, unit, places),
                change.words.removesuffix(" points"),
                change_unit(r.unit).removesuffix(" residents"),
                action_marks(exceptions.actions_of(r.indicator, r.area)),
            )
        )
    return lines


def _worse_alone(exceptions: Exceptions) -> Html:
    """Where nothing chosen is both worse and worsening: on what boroughs are worse, with the actions
    on it; each name leads to the ranking.
    """
    declared = exceptions.page.indicators
    lines = [
        Html('<tr><th scope="row">{}</th><td class="num">{}</td><td>{}</td></tr>').format(
            link(declared.loc[indicator, "short"], "compare", {"indicator": indicator}),
            number,
            action_marks(exceptions.actions_of(indicator, "")),
        )
        for indicator, number in exceptions.worse_alone.items()
    ]
    head = Html(
        '<table class="ov small"><thead><tr><th scope="col">Worse than London, worsening or not</th>'
        '<th scope="col" class="num">Boroughs</th><th scope="col">Actions</th></tr></thead><tbody>{}'
        "</tbody></table>"
    )
    return head.format(_join_parts(lines)) if lines else _NONE_FITS


def due_list(page: Page) -> Html:
    """The open actions, each with its due date or the minuted words."""
    lines = [
        Html('<li>{}<span><b>{}</b> <small class="{}">{}</small></span></li>').format(
            action_mark(r.number, r.id, r.title),
            link(r.title, "actions", {"action": r.id}),
            "late" if r.state in LATE_STATES else "",
            f"{r.state}, {r.due_said}" if r.state else r.due_said,
        )
        for r in open_actions(page).itertuples()
    ]
    return Html('<ul class="due">{}</ul>').format(_join_parts(lines))


def _join_parts(parts: Iterable[Html]) -> Html:
    return Html("").join(parts)
