"""Borough: how one borough stands against the MPS and its BCU, and how its wards differ."""

from dataclasses import replace

import streamlit as st

from dashboard.markup import Markdown
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.wards import Wards
from dashboard.panels.common.once import once
from dashboard.ui import filters, page_start
from dashboard.ui.place import here
from dashboard.ui.show import show_panel

COLUMNS = 4

page, choices = page_start.start("borough", ("area", "indicator"))
borough, wards = once(Borough)(page), once(Wards)(page)
place = here.columns([3, 4, 5])
filters.select(
    place[0], "Borough", "area", {"": "Choose a borough", **choices.boroughs}, page.view.area
)
if not page.view.area:
    here.markdown(Markdown("**Showing** no borough yet: choose one."))
    columns = here.columns(COLUMNS)
    each = -(-len(choices.boroughs) // COLUMNS)
    for place_in_list, (code, name) in enumerate(choices.boroughs.items()):
        # A link from a page to itself leaves the address as it is; a button writes it.
        columns[place_in_list // each].button(
            name,
            key=f"open_{code}",
            width="stretch",
            on_click=filters.write,
            args=(replace(page.view, area=code),),
        )
    st.stop()
if wards.indicator:
    filters.select(place[1], "Ward indicator", "indicator", wards.choices, wards.indicator)

here.header(borough.name, divider="gray")
here.markdown(borough.summary)
by = f"; wards by {wards.choices[wards.indicator]}" if wards.indicator else ""
here.markdown(
    Markdown("**Showing** {}, latest period of each indicator{}.").format(borough.name, by)
)
table = borough.indicators()
if table is None:
    here.info(
        "No borough figure is loaded yet; load a file of pas_borough, mps_borough_crime or"
        " response_times."
    )
else:
    show_panel(table)

here.header(f"Wards of {borough.name}")
if not wards.indicator:
    here.info(
        "No ward figure is loaded yet; load a file of neighbourhood_resources or mps_ward_crime."
    )
    st.stop()
here.page_link(
    "pages/allocation.py",
    label=f"Ward allocation in {borough.name}",
    query_params={"area": borough.code},
)
drawn = (wards.hexagons(), wards.table())
for side, panel in zip(here.columns([3, 8]), drawn, strict=True):
    with side:
        if panel is not None:
            show_panel(panel)
