"""What a page sends, drawn by the board's own script and style on a bare page without a server."""

import base64
import json
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from streamlit.testing.v1 import AppTest

from dashboard.catalogue import PAGES
from dashboard.figures.painted_figure import painter_source
from dashboard.ui.board import board
from dashboard.ui.shell import shell

ROOT = Path(__file__).resolve().parents[2]
VIEWS = (
    "compare?indicator=i_median&years=4&comparator=similar&areas=E09000008",
    "compare?indicator=crime_robbery&difference=funnel&level=ward&shape=hexagons",
    "borough?area=E09000020&opened=ward_map",
    "borough?area=E09000033&indicator=crime_burglary&opened=ward_map",
    "borough?area=E09000008&opened=rare_offences",
    "borough?area=E09000005&opened=ward_spells",
    "allocation?area=E09000022&opened=minimum,needs,restore,fairness,moves",
    "allocation?opened=plans",
    "response?opened=projection,flattening",
    "response?opened=beside_trust",
    "trust?indicator=informed_locally&opened=contact,sample_size,baseline",
    "trust?opened=engagement",
    "outcomes?opened=intake,trial_periods,joiners,officers_demand",
    "outcomes?opened=trial",
    "actions?action=2023-04-28/3",
)
"""Pages with the parts that are drawn when they are opened."""
EVERY_PATH = (*PAGES, *VIEWS)
FACES = files("streamlit") / "static" / "static" / "media"
TALL = 12_000
"""Pixels, so that every card is in view, and thus drawn at once."""
BEGIN = """
() => {
    window.wardToBoardPlotly = Promise.resolve(window.Plotly);
    const place = document.getElementById('place');
    window.showBoard = words => drawBoard({
        data: new TextEncoder().encode(words), parentElement: place, setTriggerValue: () => {}});
}
"""
SHOWN = """
() => [...document.querySelectorAll('.chart .figure')].every(p => p.querySelector('svg'))
    && [...document.querySelectorAll('.panel > .rows')].every(p => p.querySelector('table'))
"""


def sent_by(path: str, home: Path) -> list[str]:
    """The messages of the boards of a page at the address ``path``, as JSON; ``home`` is the
    installation.
    """
    name, _, query = path.partition("?")
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.switch_page(f"pages/{name}.py")
    for key, value in (each.split("=") for each in query.split("&") if each):
        at.query_params[key] = value
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_HOME", str(home))
        at.run()
    assert not at.exception, [e.message for e in at.exception]
    boards = [e.proto for e in at.get("bidi_component") if e.proto.component_name.endswith("board")]
    return [proto.bytes.decode() for proto in boards]


def _face() -> str:
    """Streamlit's face, by which words are as wide as on a page."""
    (path,) = (each for each in FACES.iterdir() if each.name.startswith("SourceSansVF-Upright"))
    data = base64.b64encode(path.read_bytes()).decode()
    return (
        '@font-face { font-family: "Source Sans"; font-weight: 200 900;'
        f" src: url(data:font/woff2;base64,{data}) }}"
    )


def _markup() -> str:
    style = (Path(board.__file__).parent / "board.css").read_text(encoding="utf-8")
    ours = "*, ::before, ::after { box-sizing: border-box } body { margin: 0; font: 16px 'Source Sans' }"
    return (
        f"<meta charset=utf-8><style>{_face()} {ours}</style><style>{style}</style>{shell(False)}"
        '<div class="stMain"><div class="stMainBlockContainer"><div class="stVerticalBlock">'
        '<div id="place"><div class="board"></div></div></div></div></div>'
    )


def _script() -> str:
    folder = Path(board.__file__).parent
    parts = ((folder / f"{name}.js").read_text(encoding="utf-8") for name in board._PARTS)
    script = painter_source() + "\n".join(parts)
    return script.replace("export default function", "window.drawBoard = function")


class Messages:
    """What pages of an installation send, by address; each is asked for once."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._sent: dict[str, list[str]] = {}

    def __getitem__(self, path: str) -> list[str]:
        if path not in self._sent:
            self._sent[path] = sent_by(path, self._home)
        return self._sent[path]


@dataclass
class BareBoard:
    """One window that shows board after board. ``faults`` holds every error of its page."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def show(self, message: str) -> None:
        """Draw a board in place of the one before it."""
        self.page.evaluate("words => showBoard(words)", message)
        self.page.wait_for_function(SHOWN)


def open_board(browser: Browser, width: int) -> BareBoard:
    """A window ``width`` pixels wide."""
    page = browser.new_page(viewport={"width": width, "height": TALL})
    opened = BareBoard(page)
    page.on("pageerror", lambda error: opened.faults.append(str(error)))
    page.set_content(_markup())
    page.add_script_tag(path=str(files("plotly") / "package_data" / "plotly.min.js"))
    page.add_script_tag(content=_script())
    page.evaluate(BEGIN)
    page.evaluate("() => document.fonts.load('13px \"Source Sans\"')")
    return opened


def cards_of(message: str) -> dict[str, dict]:
    """The cards of a board by name."""
    columns = (column for row in json.loads(message)["rows"] for column in row)
    return {each["card"]["name"]: each["card"] for column in columns for each in column["cards"]}
