"""One invented table and figure of each kind, as large as the dashboard will ask for."""

import math
from functools import partial

import numpy as np
import pandas as pd

from dashboard.figures.ahead import Ahead
from dashboard.figures.association import Pair, association
from dashboard.figures.change import need_components, plan_change
from dashboard.figures.demand import demand
from dashboard.figures.fan import fan
from dashboard.figures.gap_years import gap_years
from dashboard.figures.gaps import gaps
from dashboard.figures.geomap import geomap
from dashboard.figures.hexcategories import ward_categories
from dashboard.figures.hexmap import hexmap, ward_hexmap
from dashboard.figures.lines import lines
from dashboard.figures.minimum import minimum
from dashboard.figures.panes import panes
from dashboard.figures.ranking import ranking
from dashboard.figures.slopes import slopes
from dashboard.figures.small_multiples import small_multiples
from dashboard.figures.spell_rows import spell_rows
from dashboard.figures.stacked_bars import stacked_bars
from dashboard.figures.trend import trend

RANDOM = np.random.default_rng(7)
BCUS = [
    "Central South",
    "Central West",
    "Central East",
    "Central North",
    "East",
    "North",
    "North East",
    "North West",
    "South East",
    "South",
    "South West",
    "West",
]
WARDS = [
    "Addiscombe East",
    "Addiscombe West",
    "Bensham Manor",
    "Broad Green",
    "Coulsdon Town",
    "Crystal Palace & Upper Norwood",
    "Fairfield",
    "Kenley",
    "New Addington North",
    "New Addington South",
    "Norbury & Pollards Hill",
    "Norbury Park",
    "Old Coulsdon",
    "Park Hill & Whitgift",
    "Purley & Woodcote",
    "Purley Oaks & Riddlesdown",
    "Sanderstead",
    "Selhurst",
    "Selsdon & Addington Village",
    "Selsdon Vale & Forestdale",
    "Shirley North",
    "Shirley South",
    "South Croydon",
    "South Norwood",
    "Thornton Heath",
    "Waddon",
    "West Thornton",
    "Woodside",
]
QUARTERS = pd.date_range("2019-06-30", "2023-06-30", freq="QE")
MONTHS = pd.date_range("2019-04-30", "2023-06-30", freq="ME")
EVENTS = [
    ("2020-03-23", "First national lockdown"),
    ("2021-03-03", "Murder of Sarah Everard"),
    ("2022-06-28", "Engage phase of monitoring"),
    ("2023-03-21", "Baroness Casey review"),
]
PERCENT = {"unit": "%", "decimals": 0}


def series(names, dates=QUARTERS, start=60.0, step=0.8, half=3.0):
    made = [
        pd.DataFrame(
            {
                "series": f"B{i:02}",
                "label": name,
                "period_end": dates,
                "value": start + i * step + RANDOM.normal(0, 1, len(dates)).cumsum() * 0.7,
            }
        )
        for i, name in enumerate(names)
    ]
    table = pd.concat(made, ignore_index=True)
    return table.assign(lower=table["value"] - half, upper=table["value"] + half)


def spell_table():
    """Months of 28 wards, of which the first has an offence in most and the last in none."""
    counts = [RANDOM.poisson(2 - 2 * n / 27, len(MONTHS)) for n in range(len(WARDS))]
    return pd.DataFrame(
        {
            "area": np.repeat([f"E05{n:06}" for n in range(len(WARDS))], len(MONTHS)),
            "name": np.repeat(WARDS, len(MONTHS)),
            "period_end": np.tile(MONTHS, len(WARDS)),
            "offences": np.concatenate(counts),
        }
    )


def cells(count=679, boroughs=32, names=None):
    across = max(int(math.sqrt(count) * 1.15), 1)
    return pd.DataFrame(
        {
            "ward": [f"E05{i:06}" for i in range(count)],
            "borough": [f"E09{i * boroughs // count:06}" for i in range(count)],
            "hex_col": [i % across for i in range(count)],
            "hex_row": [i // across for i in range(count)],
            "name": names or [f"Ward of middling name {i}" for i in range(count)],
        }
    )


def ward_values(cell):
    values = RANDOM.normal(80, 25, len(cell)).clip(5)
    values[3] = np.nan
    return pd.DataFrame({"area": cell["ward"], "name": cell["name"], "value": values})


FATES = {
    "gains": ("Gains priority", "good"),
    "loses": ("Loses priority", "bad"),
    "stays": ("Stays priority", "neutral_a"),
    "standard": ("Stays standard", "neutral_b"),
}
LONDON, CROYDON = cells(), cells(28, 1, WARDS)


def fates(cell):
    drawn = RANDOM.choice(list(FATES), len(cell), p=[0.06, 0.06, 0.2, 0.68])
    return pd.DataFrame({"area": cell["ward"], "name": cell["name"], "category": drawn})


def shapes(count, points):
    turn = np.linspace(0, 2 * math.pi, points)
    made = []
    for i in range(count):
        x, y = i % 26, i // 26
        wobble = 0.016 + RANDOM.normal(0, 0.001, points)
        made.append(
            pd.DataFrame(
                {
                    "area": f"E05{i:06}",
                    "ring": 0,
                    "longitude": -0.5 + 0.032 * x + wobble * np.cos(turn),
                    "latitude": 51.3 + 0.0135 * y + wobble * np.sin(turn) * 0.42,
                }
            )
        )
    return pd.concat(made, ignore_index=True)


def ranked():
    values = np.sort(RANDOM.normal(66, 6, 32))[::-1]
    return pd.DataFrame(
        {
            "area": [f"E09{i:06}" for i in range(32)],
            "name": [
                "Hammersmith and Fulham",
                "Barking and Dagenham",
                *(f"Borough {i}" for i in range(30)),
            ],
            "value": values,
            "lower": values - 3,
            "upper": values + 3,
            "flag": ["better"] * 8 + ["similar"] * 16 + ["worse"] * 7 + ["not known"],
        }
    )


def gap_table():
    rows = [
        ("sex", "Female", 0.6, 1200, "similar"),
        ("sex", "Male", -0.6, 1180, "similar"),
        ("age", "16 to 24", -3.1, 320, "worse"),
        ("age", "25 to 34", 0.2, 480, "similar"),
        ("age", "35 to 44", 1.4, 460, "similar"),
        ("age", "45 to 64", 1.9, 720, "similar"),
        ("age", "65 and over", 4.2, 510, "better"),
        ("ethnicity", "White British", 2.4, 1100, "similar"),
        ("ethnicity", "Asian or Asian British", 5.0, 430, "better"),
        ("ethnicity", "Black or Black British", -9.0, 350, "worse"),
        ("ethnicity", "Mixed", -11.2, 84, "worse"),
        ("ethnicity", "Other ethnic group", 1.0, 96, "similar"),
        ("sexual_orientation", "Heterosexual", 0.7, 2100, "similar"),
        ("sexual_orientation", "Lesbian, gay, bisexual or other", -10.0, 140, "worse"),
        ("religion", "Sikh", np.nan, 31, None),
        ("religion", "Christian", 1.8, 900, "similar"),
        ("religion", "Muslim", -1.2, 380, "similar"),
        ("religion", "Jewish", 4.0, 62, "similar"),
    ]
    table = pd.DataFrame(rows, columns=["group_type", "group_name", "gap", "base", "flag"]).assign(
        base_assumed=False
    )
    half = 98 / np.sqrt(table["base"])
    return table.assign(lower=table["gap"] - half, upper=table["gap"] + half)


def gap_year_table():
    years = pd.date_range("2020-06-30", periods=4, freq=pd.DateOffset(years=1))
    groups = gap_table().dropna(subset=["gap"]).head(8)
    made = [
        pd.DataFrame(
            {
                "series": row.group_name,
                "label": row.group_name,
                "words": "no clear change",
                "period_end": years,
                "gap": row.gap + RANDOM.normal(0, 1, len(years)),
                "base": row.base,
                "base_assumed": False,
            }
        )
        for row in groups.itertuples()
    ]
    table = pd.concat(made, ignore_index=True)
    return table.assign(lower=table["gap"] - 3, upper=table["gap"] + 4)


CATEGORIES = [
    "Recuperative duties",
    "Adjusted duties",
    "Restricted duties",
    "Sickness absence",
    "Maternity and adoption leave",
    "Career break",
    "Suspended",
]


def stack_table():
    return pd.DataFrame(
        [
            {
                "area": f"B{i:02}",
                "name": name,
                "category": kind,
                "value": round(float(RANDOM.gamma(6, 40 / (k + 2)))),
            }
            for i, name in enumerate(BCUS)
            for k, kind in enumerate(CATEGORIES)
        ]
    )


def minimum_table():
    n = len(WARDS)
    return pd.DataFrame(
        {
            "area": [f"E05{i:06}" for i in range(n)],
            "name": WARDS,
            "dwo_posts": RANDOM.choice([2, 3, 4], n),
            "dwo_in_post": RANDOM.choice([1, 1.5, 2, 2, 2.5, 3], n),
            "pcso_posts": RANDOM.choice([1, 2], n),
            "pcso_in_post": RANDOM.choice([0, 1, 1, 1, 2], n),
        }
    )


def plan_table():
    n = len(WARDS)
    before = RANDOM.choice([2, 3, 4], n)
    after = (before + RANDOM.choice([-2, -1, 1, 2, 0], n)).clip(2)
    return pd.DataFrame(
        {"area": [f"E05{i:06}" for i in range(n)], "name": WARDS, "before": before, "after": after}
    )


def need_table():
    parts = ["Crime", "Antisocial behaviour", "Vulnerability", "Footfall", "Confidence"]
    return pd.DataFrame(
        [
            {
                "area": f"E05{i:06}",
                "name": name,
                "component": part,
                "before": 40 + 11 * i + k,
                "after": 55 + 9 * k - 6 * i,
            }
            for i, name in enumerate(["Fairfield", "Selsdon Vale & Forestdale"])
            for k, part in enumerate(parts)
        ]
    )


def ahead(value, half):
    """A projection of four quarters after the examples, without change, with bands and a chance."""
    table = pd.DataFrame(
        {"period_end": pd.date_range("2023-09-30", periods=4, freq="QE"), "value": value}
    )
    for level, share in ((50, 0.3), (80, 0.6), (95, 1.0)):
        table[f"lower_{level}"], table[f"upper_{level}"] = (
            value - share * half,
            value + share * half,
        )
    return table.assign(chance=[0.03, 0.1, 0.2, 0.97])


def trend_table():
    table = series(["Hammersmith and Fulham", "Croydon", "MPS"])
    table["is_comparator"] = table["label"] == "MPS"
    return table.rename(columns={"series": "area", "label": "name"})


BCU_LINES = series([*BCUS, "MPS"])
IN_POST = pd.DataFrame(
    {"period_end": MONTHS, "value": np.linspace(1290, 1180, len(MONTHS)).round()}
)
SHARES = pd.DataFrame(
    {"period_end": QUARTERS, "value": np.linspace(81, 72, len(QUARTERS)).round(1)}
)
COUNTS = series(["I calls", "S calls"], MONTHS, 24000, 9000)
LONDON_WARDS = ward_values(LONDON)
SLOPES = BCU_LINES.head(2 * len(QUARTERS)).assign(
    unit="%", decimals=0, title=lambda t: t["label"] + ": the fall has flattened"
)
PAIRED = ranked()[["area", "name"]].assign(
    x=lambda t: np.linspace(70, 90, len(t)),
    y=lambda t: 60 + 15 * np.sin(np.arange(len(t))),
    dx=lambda t: np.cos(np.arange(len(t))),
    dy=lambda t: np.linspace(-6, 4, len(t)),
)
COARSE, FINE = shapes(32, 60), shapes(679, 24)

#: name -> (table, function of the table and dark)
EXAMPLES = {
    "ranking": (
        ranked(),
        partial(
            ranking,
            **PERCENT,
            comparator_label="MPS",
            comparator=66.0,
            selected_areas=["E09000003"],
        ),
    ),
    "hexmap": (
        ranked(),
        partial(
            hexmap,
            LONDON.rename(columns={"borough": "area"}),
            **PERCENT,
            better="higher",
            selected_areas=["E09000004"],
        ),
    ),
    "ward_hexmap": (
        LONDON_WARDS,
        partial(
            ward_hexmap,
            LONDON,
            unit="per 1,000 residents",
            decimals=1,
            better="lower",
            selected_areas=["E05000100"],
        ),
    ),
    "ward_hexmap_borough": (
        ward_values(CROYDON),
        partial(
            ward_hexmap,
            CROYDON,
            unit="FTE",
            decimals=1,
            better="neutral",
            selected_areas=["E05000007"],
            width=700,
        ),
    ),
    "ward_categories": (
        fates(LONDON),
        partial(ward_categories, LONDON, categories=FATES, outline=["E09000010"]),
    ),
    "ward_categories_borough": (
        fates(CROYDON),
        partial(
            ward_categories, CROYDON, categories=FATES, selected_areas=["E05000002"], width=700
        ),
    ),
    "geomap": (
        LONDON_WARDS.head(32),
        partial(geomap, COARSE, **PERCENT, better="higher", selected_areas=["E05000010"]),
    ),
    "geomap_wards": (LONDON_WARDS, partial(geomap, FINE, unit="FTE", decimals=1, better="higher")),
    "lines": (
        BCU_LINES,
        partial(
            lines,
            **PERCENT,
            highlight=["B09"],
            comparator="B12",
            target=75,
            events=EVENTS,
            breaks=[("2022-05-05", "New ward boundaries")],
        ),
    ),
    "lines_plain": (
        BCU_LINES.head(3 * len(QUARTERS)),
        partial(
            lines, **PERCENT, events=EVENTS[:2], target=[("2019-06-30", 60), ("2024-03-31", 70)]
        ),
    ),
    "lines_ahead": (
        SHARES.assign(series="B00", label="MPS", lower=np.nan, upper=np.nan),
        partial(
            lines,
            unit="%",
            decimals=1,
            highlight="B00",
            events=EVENTS,
            target=[("2019-06-30", 74), ("2024-03-31", 74)],
            ahead=Ahead("B00", ahead(72.0, 10)),
        ),
    ),
    "trend": (
        trend_table(),
        partial(trend, **PERCENT, comparator_label="MPS", highlight=["B00"], events=EVENTS[:1]),
    ),
    "small_multiples": (
        BCU_LINES,
        partial(small_multiples, **PERCENT, columns=2, comparator="B12", emphasis="B09"),
    ),
    "panes": (
        BCU_LINES.head(4 * len(QUARTERS)).assign(unit="%", decimals=0),
        partial(panes, emphasis="B01"),
    ),
    "panes_with_days": (
        BCU_LINES.head(3 * len(QUARTERS)).assign(unit="%", decimals=0),
        partial(panes, marks=[("2022-04-28", "agreed"), ("2022-06-30", "due"), *EVENTS[:1]]),
    ),
    "slopes": (
        SLOPES,
        partial(
            slopes,
            fitted_lines=SLOPES[["series", "period_end", "value"]],
            day=pd.Timestamp("2022-12-31"),
            label="December 2022",
        ),
    ),
    "association": (
        PAIRED,
        partial(
            association,
            pairs=[
                Pair("Figures: r = +0.10", "x", "y", "Within 15 minutes", "Trust"),
                Pair("Changes", "dx", "dy", "Points", "Trust, points", is_change=True),
            ],
            chosen_areas=["E09000003"],
        ),
    ),
    "gaps": (gap_table(), partial(gaps, unit="percentage points", decimals=0)),
    "gap_years": (
        gap_year_table(),
        partial(gap_years, unit="points", decimals=1, emphasis="16 to 24"),
    ),
    "stacked": (stack_table(), partial(stacked_bars, unit="officers", selected_areas=["B09"])),
    "fan": (
        IN_POST,
        partial(
            fan,
            ahead=ahead(1180.0, 60),
            unit="",
            decimals=0,
            target=("2024-03-31", 1600),
            baseline=("2022-04-30", 1240),
            events=EVENTS[:3],
            label="In post",
        ),
    ),
    "fan_what_if": (
        SHARES,
        partial(
            fan,
            ahead=ahead(72.0, 9),
            unit="%",
            decimals=1,
            target=("2024-03-31", 90),
            label="MPS",
            what_if=ahead(68.0, 9),
            breaks=[("2020-05-05", "New")],
        ),
    ),
    "fan_without_a_projection": (
        SHARES,
        partial(fan, ahead=None, unit="%", decimals=1, target=("2022-03-31", 90)),
    ),
    "spell_rows": (
        spell_table(),
        partial(
            spell_rows,
            stretches=pd.DataFrame(
                {
                    "area": ["E05000003", "E05000007"],
                    "start": pd.to_datetime(["2020-01-31", "2021-06-30"]),
                    "end": pd.to_datetime(["2020-12-31", "2022-06-30"]),
                    "signal": ["worse", "better"],
                }
            ),
            signals={"worse": "Shorter than usual, worse", "better": "Longer than usual, better"},
            breaks=[(pd.Timestamp("2022-05-05"), "New ward boundaries")],
        ),
    ),
    "minimum": (minimum_table(), partial(minimum, dwo_minimum=2, pcso_minimum=1)),
    "plan_change": (plan_table(), partial(plan_change, unit="DWO posts")),
    "need_components": (need_table(), need_components),
    "demand": (COUNTS.head(len(MONTHS)), partial(demand, unit="calls")),
    "demand_levels": (
        COUNTS.head(len(MONTHS)).assign(value=lambda t: t["value"] - 24500),
        partial(demand, unit="PCSOs", levels=[("Needed +900 a month", 900), ("Pace −40", -40)]),
    ),
    "demand_two": (COUNTS, partial(demand, unit="calls", events=EVENTS)),
}


def draw(name, table=None, **more):
    own, function = EXAMPLES[name]
    table = own if table is None else table
    if name.startswith(("hexmap", "ward_", "geomap")):
        return function(table=table, **more)
    return function(table, **more)
