"""The largest changes as HTML: a row a change, with its size as a bar and two years as a line."""

from __future__ import annotations

from dashboard.figures.spark import spark
from dashboard.markup import Html
from dashboard.panels.changes.largest import ChangeLine, Largest
from dashboard.panels.common.variation import verdict_words, way_of
from dashboard.panels.overview.indicators import exploring_page
from dashboard.ui.board.marks import action_marks, link, verdict

_WIDE = 64
"""Pixels of the longest bar."""
_LEAST_SCALE = 2.0
"""Times the usual change that a bar can always show, so that the mark of the usual has room."""
_HEAD = Html(
    '<table class="ten"><thead><tr><th scope="col" class="n"><span class="unseen">Place</span></th>'
    '<th scope="col">What changed</th><th scope="col" class="pair">Before → now</th>'
    '<th scope="col" class="size">Size of change</th><th scope="col" class="line">Two years</th>'
    '<th scope="col" class="where">{}</th><th scope="col" class="judged">Verdict</th>'
    '<th scope="col" class="acts">Actions</th></tr></thead><tbody>{}</tbody></table>{}'
)
_ROW = Html(
    '<tr><td class="n">{}</td><th scope="row">{}<small>{}</small></th>'
    '<td class="pair"><b>{} → {}</b><small>{}</small></td><td class="size">{}<small>{}</small></td>'
    '<td class="line">{}</td><td class="where">{}<small>{}</small></td>'
    '<td class="judged">{}<small>{}</small></td><td class="acts">{}</td></tr>'
)
_BAR = Html(
    '<svg width="{}" height="12" aria-hidden="true"><rect y="1" width="{}" height="10" class="track"/>'
    '<rect y="1" width="{}" height="10" class="bar"/><path d="M{} 0V12" class="usual"/></svg>'
)


def largest_table(largest: Largest) -> Html:
    """The changes, largest first, and what is to be known of them; a sentence where there is none."""
    if not largest.lines:
        return Html("<p>{}</p>").format(largest.panel().reading)
    times = [line.times for line in largest.lines if line.times != float("inf")]
    scale = max([_LEAST_SCALE, *times])
    rows = Html("").join(
        _row(place, line, scale, largest) for place, line in enumerate(largest.lines, 1)
    )
    words = " ".join(["The line on each bar marks a usual change.", *largest.remarks])
    return _HEAD.format(largest.beside, rows, Html('<p class="remarks">{}</p>').format(words))


def _row(place: int, line: ChangeLine, scale: float, largest: Largest) -> Html:
    way, (word, because) = way_of(line.icons), verdict_words(line.icons)
    return _ROW.format(
        place,
        _link(line, largest),
        line.about,
        line.before,
        line.now,
        line.difference,
        _bar(line.times, scale),
        line.size,
        spark(
            line.trend.values,
            words=line.trend_words,
            last="",
            before=line.trend.before,
        ),
        line.place_words.most,
        line.place_words.count,
        verdict(word, way, line.icons),
        because,
        action_marks(line.actions) if line.actions else "",
    )


def _link(line: ChangeLine, largest: Largest) -> Html:
    """The change as a link to where its figure is explored: a borough's among the others."""
    if largest.ranking.of_boroughs:
        return link(line.title, "compare", {"indicator": line.indicator, "areas": line.area})
    declared = largest.changes.page.indicators.loc[line.indicator]
    return link(line.title, exploring_page(declared), {"indicator": line.indicator})


def _bar(times: float, scale: float) -> Html:
    """A bar as long as the change, whose mark stands at the usual one."""
    shown = min(times, scale)
    return _BAR.format(_WIDE, _WIDE, round(_WIDE * shown / scale, 1), round(_WIDE / scale, 1))
