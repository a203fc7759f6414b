"""Packs as HTML: a row a pack, and one pack slide by slide with its buttons."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.declared.packs import Slide
from dashboard.markup import Html
from dashboard.panels.packs.listing import ListedPack, PackList
from dashboard.text import day
from dashboard.ui.board.marks import link
from dashboard.ui.pack_files import PACK_FILES

_LIST = Html(
    '<table class="ov log packs"><thead><tr><th scope="col">Pack</th><th scope="col">Meeting</th>'
    '<th scope="col">Figures as at</th><th scope="col" class="num">Slides</th>'
    '<th scope="col">Changed last</th><th scope="col"><span class="unseen">Do</span></th></tr>'
    "</thead><tbody>{}</tbody></table>"
)
_PACK = Html(
    '<tr><th scope="row">{}</th><td data-label="Meeting">{}</td><td data-label="Figures as at">{}</td>'
    '<td data-label="Slides" class="num">{}</td><td data-label="Changed last">{}</td>'
    '<td class="do">{}</td></tr>'
)
_SLIDES = Html(
    '<table class="ov log slides"><thead><tr><th scope="col" class="w-number">'
    '<span class="unseen">Slide</span></th><th scope="col">Item</th><th scope="col">Slide</th>'
    '<th scope="col">Charts</th><th scope="col">Actions</th><th scope="col">Notes</th>{}'
    "</tr></thead><tbody>{}</tbody></table>"
)
_SLIDE = Html(
    '<tr><td data-label="Slide" class="num">{}</td><td data-label="Item">{}</td>'
    '<th scope="row">{}{}</th><td>{}</td><td>{}</td><td>{}</td>{}</tr>'
)
_BUTTON = Html(
    '<button type="button" class="chip" data-press="{}" data-value="{}" aria-label="{}">{}</button>'
)
_OPEN = Html(
    '<button type="button" class="chip" data-press="open" data-value="" data-file=".toml">'
    "Open a file</button>"
)
"""The browser gives the text of the file: no address of the server takes files."""
_TOOLS = Html('<p class="tools">{}</p>')
_DO = Html('<th scope="col"><span class="unseen">Do</span></th>')


def _press(name: str, value: str, label: str, words: str = "") -> Html:
    """A button that presses ``name`` of ``value``; ``words`` say to a screen reader what it is of."""
    return _BUTTON.format(name, value, words or label, label)


def _present(code: str, title: str) -> Html:
    to = {"pack": code, "slide": "1"}
    return Html('<span class="chip">{}</span>').format(
        link("Present", "present", to, f"Present: {title}")
    )


def pack_table(packs: PackList, *, edits: bool) -> Html:
    """Every pack, each a link that opens it, with what may be done with it; ``edits``: by a reader
    who may record.
    """
    new = (_press("new", "", "New pack"), _OPEN) if edits else ()
    rows = Html("").join(_pack(each, edits) for each in packs.packs.values())
    return (_TOOLS.format(Html("").join(new)) if new else Html("")) + _LIST.format(rows)


def _pack(each: ListedPack, edits: bool) -> Html:
    pack = each.pack
    do = [_present(pack.code, pack.title)]
    if edits:
        label = "Copy" if each.line else "Copy to edit"
        do.append(_press("copy", pack.code, label, f"{label}: {pack.title}"))
    do.append(_press("save", pack.code, "Save as TOML", f"Save as TOML: {pack.title}"))
    return _PACK.format(
        link(pack.title, "packs", {"pack": pack.code}),
        day(pack.meeting),
        each.as_at,
        len(pack.slides),
        each.by,
        Html("").join(do),
    )


def slide_table(packs: PackList, each: ListedPack, *, edits: bool) -> Html:
    """The slides of one pack, with the buttons that change it where it is recorded and ``edits``."""
    pack, line = each.pack, each.line
    ids = line.slides if line and edits else ()
    rows = [_slide(packs, each, number, slide, ids) for number, slide in enumerate(pack.slides, 1)]
    tools = [_present(pack.code, pack.title)]
    if edits:
        tools.append(_press("copy", pack.code, "Copy" if line else "Copy to edit"))
    tools.append(_press("save", pack.code, "Save as TOML"))
    if line and edits:
        tools.append(_press("slide", pack.code, "New slide"))
        tools.append(_press("settings", pack.code, "Name, meeting and day"))
        tools.append(_press("drop", pack.code, "Remove pack"))
    tools.append(Html('<span class="close">{}</span>').format(link("All packs", "packs", {})))
    if not rows:
        return _TOOLS.format(Html("").join(tools))
    files = [_press(f"file_{kind}", pack.code, words) for kind, words in PACK_FILES.items()]
    return (
        _TOOLS.format(Html("").join(tools))
        + _TOOLS.format(Html("<span>Take away</span>") + Html("").join(files))
        + _SLIDES.format(_DO if ids else Html(""), Html("").join(rows))
    )


def _slide(
    packs: PackList, each: ListedPack, number: int, slide: Slide, ids: tuple[str, ...]
) -> Html:
    finding = Html("<small>{}</small>").format(slide.finding) if slide.finding else Html("")
    return _SLIDE.format(
        number,
        slide.item,
        slide.title,
        finding,
        _lines(_chart(packs, each, address) for address in slide.panels),
        _lines(link(action, "actions", {"action": action}) for action in slide.actions),
        Html("<small>{}</small>").format(slide.notes) if slide.notes else Html(""),
        Html('<td class="do">{}</td>').format(_steps(number, slide, ids)) if ids else Html(""),
    )


def _chart(packs: PackList, each: ListedPack, address: str) -> Html:
    to = packs.link_of(address, each.pack)
    if not to.page:
        return Html.escape(to.label)
    return link(to.label, to.page, to.parameters, anchor=to.chart)


def _lines(parts: Iterable[Html]) -> Html:
    return Html("<br>").join(parts)


def _steps(number: int, slide: Slide, ids: tuple[str, ...]) -> Html:
    id, of = ids[number - 1], f"slide {number}, {slide.title}"
    steps = [
        _press("up", id, "↑", f"Move up {of}") if number > 1 else Html(""),
        _press("down", id, "↓", f"Move down {of}") if number < len(ids) else Html(""),
        _press("edit", id, "Edit", f"Edit {of}"),
        _press("remove", id, "Remove", f"Remove {of}"),
    ]
    return Html("").join(steps)
