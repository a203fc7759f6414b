"""What the template says in plain words: its columns, and the rules."""

from __future__ import annotations

COLUMNS = (
    (
        "measure",
        "What is counted. Choose it from the list; the sheet Lists says what each one is.",
        "yes",
        26,
    ),
    (
        "area_code",
        "The area's code. Choose it from the list, or leave it empty and give the name.",
        "or area_name",
        14,
    ),
    (
        "area_name",
        "The area's name, where there is no code. Wards that share a name need the code.",
        "or area_code",
        24,
    ),
    ("period_start", "First day of the period.", "yes", 13),
    (
        "period_end",
        (
            "Last day of the period. A snapshot is dated by the month or quarter at whose end it"
            " was taken."
        ),
        "yes",
        13,
    ),
    (
        "group_type",
        "What a breakdown is by, such as category. Empty for everybody together.",
        "with group",
        16,
    ),
    (
        "group",
        "The group, such as Recuperative duties. Empty for everybody together.",
        "with group_type",
        24,
    ),
    (
        "value",
        "The count, or the statistic that the measure is. Digits and a decimal point alone.",
        "yes",
        12,
    ),
    (
        "base",
        "People asked, or incidents counted, behind a survey figure or a median.",
        "where there is one",
        12,
    ),
    ("lower", "Lower end of the source's own 95% interval.", "with upper", 12),
    ("upper", "Upper end of the source's own 95% interval.", "with lower", 12),
)
"""Column, what goes in, whether it is needed, and its width in characters."""

RULES = (
    ("Rules", True),
    (
        (
            "1. One file is for one source: the measures tell which. Do not mix the measures of two"
            " sources."
        ),
        False,
    ),
    (
        (
            "2. One row is one measure, one area, one period and one group. The same row twice is"
            " refused where the two differ."
        ),
        False,
    ),
    (
        (
            "3. Give counts and not percentages: the part in one row and the whole in another. The"
            " dashboard adds both up and then divides, so that the figure of a borough is right"
            " whatever the size of its wards."
        ),
        False,
    ),
    (
        (
            "4. Write dates as YYYY-MM-DD. A month runs from its first day to its last, such as"
            " 2023-06-01 to 2023-06-30."
        ),
        False,
    ),
    (
        (
            "5. Give every area of the level. Where a figure is withheld write [c], where it does"
            " not exist [x]; 0 says that there was none."
        ),
        False,
    ),
    (
        (
            "6. Type results and not formulas, numbers without thousands separators and without a"
            " percent sign."
        ),
        False,
    ),
    (
        (
            "7. To correct a figure, send it again in a later file: the later publication counts,"
            " and the earlier one is kept."
        ),
        False,
    ),
    (
        (
            "8. Leave the headings in row 1 of the sheet Figures as they are. The other sheets are"
            " not read."
        ),
        False,
    ),
    ("", False),
    ("To load it", True),
    (
        (
            "Save the file as XLSX and run: python -m dashboard load FILE --published YYYY-MM-DD."
            " Add --dry-run to see first what it would change. Whatever is wrong is told with its"
            " row and column, and nothing is loaded until it is mended."
        ),
        False,
    ),
)
