"""In a browser no text that is not ours is more than its words: nothing is asked for, linked,
styled or left out.
"""

from pathlib import Path

from hostile import ATTACK, HOST, PIECES, UNSEEN
from playwright.sync_api import expect

from dashboard.markup import plain

ELEMENTS = (
    "import sys; sys.path.insert(0, {path!r}); from dashboard.ui.serve import Board,"
    " streamlit_config as config; Board({script!r}).run(config=config({{port}}))"
)
# Of each drawn element: its class, its words, and how many elements in it are more than words.
DRAWN = """
() => [...document.querySelectorAll('[class*=st-key-drawn_]')].map(place => [
    [...place.classList].find(name => name.startsWith('st-key-drawn_')).slice('st-key-drawn_'.length),
    place.innerText,
    place.querySelectorAll(`a, img, em, strong, b, code, del, li, hr, h1, h2, h3, h4, table, blockquote, script, .katex,
        [type=checkbox], [role=img], [class^=stMarkdown], [style*=color], span[style*=font-size]`).length,
])
"""


def test_each_element_draws_each_mark_as_the_letters_it_is(reader, servers, demonstration_home):
    here = Path(__file__).resolve().parent
    script = ELEMENTS.format(path=str(here.parent / "pages"), script=str(here / "every_element.py"))
    tab = reader(servers.start(demonstration_home, script))
    tab.open("")
    expect(tab.page.locator(f".st-key-drawn_link_{len(PIECES) - 1}")).to_be_visible()
    drawn = tab.page.evaluate(DRAWN)
    kinds = {key.rpartition("_")[0] for key, *_ in drawn}
    assert len(kinds) == 28 and len(drawn) == len(kinds) * len(PIECES)
    harmless = {key.rpartition("_")[0]: more for key, _, more in drawn if key.endswith("_0")}
    for key, words, more in drawn:
        kind, _, n = key.rpartition("_")
        assert plain(PIECES[int(n)]).strip() in " ".join(words.replace("\u2060", "").split()), (
            key,
            words,
        )
        assert more <= harmless[kind], (key, words)
    tab.page.locator(".st-key-drawn_button_1").get_by_role("button").hover()
    expect(
        tab.page.get_by_test_id("stTooltipContent").get_by_text(PIECES[1].replace(":", ":\u2060"))
    ).to_be_visible()
    assert tab.page.locator(f"[src*='{HOST}'], [href*='{HOST}']").count() == 0


def test_a_link_to_an_installation_of_nothing_but_attacks_asks_nobody_and_links_nowhere(
    reader, servers, hostile_home
):
    tab = reader(servers.start(hostile_home))
    for path, title in (
        ("", "Overview"),
        ("compare?indicator=confidence&areas=E09000017", "Compare boroughs"),
        ("actions", "Board actions"),
    ):
        tab.open(path)
        tab.title(title)
        tab.about()
        assert tab.page.get_by_text("Sign in again").count() > 2
        harm = (
            f"[src*='{HOST}'], [onerror], [style*='color:red'], a:not([data-page]):text('Sign in again'),"
            f" a[href*='{HOST}']"
        )
        assert tab.page.locator(harm).count() == 0
        addresses = tab.page.locator("a[data-page]").evaluate_all("all => all.map(a => a.href)")
        assert all(address.startswith(f"{tab.url}/") for address in addresses)
        # Within charts as well, where Plotly makes links of what it takes for HTML.
        assert tab.page.locator("svg a").count() == 0
    tab.page.goto(
        f"{tab.url}/compare?indicator={'%20'.join((ATTACK + UNSEEN).split())}".replace("#", "%23")
    )
    expect(tab.page.get_by_text("The link's indicator").first).to_be_visible()
    tab.settled()
    assert tab.page.locator(f"[src*='{HOST}'], a[href*='{HOST}']").count() == 0
