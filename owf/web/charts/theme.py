"""The visual language: every colour, in the light and in the dark, and the shape of each verdict.

Blue is ahead, orange behind, grey the rest, always with the verdict's symbol (DESIGN). Charts are
drawn and sent in `LIGHT`; the stylesheet recolours them for whoever reads in the dark, and not on
paper. Pages take the same colours as CSS variables. Text keeps 4.5:1 to what it stands on and marks
3:1, which a test computes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Arial, sans-serif'


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as ``#RRGGBB``.

    Attributes:
        ground: what everything stands on.
        soft: ground of what is set apart.
        ink: text, and the lines that carry meaning.
        muted: text of second rank.
        ahead: marks of "ahead", "improved" and what is high.
        behind: marks of "behind", "worse" and what is low.
        behind_text: words in that sense; orange itself is too pale for them.
        neutral: marks of the rest.
        quiet: marks that are there to be compared with.
        grid: lines that carry no meaning.
        rule: borders.
        level_1: to ``level_5``: the levels of the scale, diverging around the middle one.
        on_1: to ``on_5``: text within a segment of that level.
        good: of what is saved or done.
        problem: of what went wrong.
        ahead_soft, behind_soft, good_soft, problem_soft, note_soft: grounds in that sense.
        note_rule: the border of a notice that is neither good nor bad.
        strong: a blue for what the pointer is on.
        on_blue: text on blue.
    """

    ground: str
    soft: str
    ink: str
    muted: str
    ahead: str
    behind: str
    behind_text: str
    neutral: str
    quiet: str
    grid: str
    rule: str
    level_1: str
    level_2: str
    level_3: str
    level_4: str
    level_5: str
    on_1: str
    on_2: str
    on_3: str
    on_4: str
    on_5: str
    good: str
    problem: str
    ahead_soft: str
    behind_soft: str
    good_soft: str
    problem_soft: str
    note_soft: str
    note_rule: str
    strong: str
    on_blue: str


# No two parts that a figure uses share a colour but where they share it in the dark too: a
# figure is recoloured by its colours.
LIGHT = Palette(
    ground="#FFFFFF",
    soft="#F2F5F8",
    ink="#14202B",
    muted="#4A5A68",
    ahead="#12436D",
    behind="#F46A25",
    behind_text="#A63C06",
    neutral="#5F6B76",
    quiet="#7D8B98",
    grid="#DDE3E9",
    rule="#B9C4CE",
    level_1="#A33B05",
    level_2="#F46A26",
    level_3="#8793A0",
    level_4="#3A76AB",
    level_5="#12436E",
    on_1="#FFFFFE",
    on_2="#14202C",
    on_3="#14202D",
    on_4="#FFFFFD",
    on_5="#FFFFFC",
    good="#1F6B3B",
    problem="#B3261E",
    ahead_soft="#E8EFF6",
    behind_soft="#FDEEE6",
    good_soft="#EAF4EE",
    problem_soft="#FCECEA",
    note_soft="#FFF4D6",
    note_rule="#D8B24A",
    strong="#0C3050",
    on_blue="#FFFFFF",
)

DARK = Palette(
    ground="#0E1720",
    soft="#17222D",
    ink="#E8EEF3",
    muted="#A9B7C3",
    ahead="#7DB8EA",
    behind="#FF9A5E",
    behind_text="#FF9F66",
    neutral="#A3B0BB",
    quiet="#7F8E9B",
    grid="#2A3845",
    rule="#425261",
    level_1="#E0662D",
    level_2="#FFB58A",
    level_3="#93A1AD",
    level_4="#9CCBF2",
    level_5="#4A90D0",
    on_1="#0E1720",
    on_2="#0E1720",
    on_3="#0E1720",
    on_4="#0E1720",
    on_5="#0E1720",
    good="#7CCB97",
    problem="#FF9B93",
    ahead_soft="#15293B",
    behind_soft="#3A2216",
    good_soft="#14301F",
    problem_soft="#3B1B19",
    note_soft="#3A3014",
    note_rule="#8A7430",
    strong="#A7D2F5",
    on_blue="#0E1720",
)

LEVELS = (LIGHT.level_1, LIGHT.level_2, LIGHT.level_3, LIGHT.level_4, LIGHT.level_5)
_ON_LEVELS = (LIGHT.on_1, LIGHT.on_2, LIGHT.on_3, LIGHT.on_4, LIGHT.on_5)

MARKERS = {
    "ahead": "triangle-up",
    "slightly ahead": "triangle-up-open",
    "behind": "triangle-down",
    "slightly behind": "triangle-down-open",
    "broadly in line": "square",
    "no clear difference": "circle-open",
    "not compared": "x-thin-open",
}
"""A verdict's mark in a chart: the same shape as its symbol in words."""


def colour_of(direction: int) -> str:
    """Blue for ahead, orange for behind, grey for the rest; ``direction`` is 1, -1 or 0."""
    return {1: LIGHT.ahead, -1: LIGHT.behind}.get(direction, LIGHT.neutral)


def colours_of_level(place: int, of: int) -> tuple[str, str]:
    """The colour of a level, and that of text on it: the five are spread over any scale.

    Of more than five levels neighbours share a colour, so the number stands on each segment.

    Args:
        place: of the level on its scale, 0 for the lowest.
        of: how many levels the scale has.

    Raises:
        ValueError: a scale of fewer than two levels, or a place that is not on it.
    """
    if of < 2 or not 0 <= place < of:
        raise ValueError(f"Place {place} is on no scale of {of} levels: count from 0.")
    nearest = round(place * (len(LEVELS) - 1) / (of - 1))
    return LEVELS[nearest], _ON_LEVELS[nearest]


def css_variables() -> str:
    """The colours as CSS variables, ``--owf-ahead-soft`` and so on, for whichever theme is shown.

    For Streamlit's pages, where the theme need not be what the browser prefers.
    """
    dark = asdict(DARK)
    return _root(
        {name: f"light-dark({light}, {dark[name]})" for name, light in asdict(LIGHT).items()}
    )


def css_of_figures() -> str:
    """Rules that give each part of a figure its colour in whichever theme is shown.

    Plotly writes the colours that it was sent into the parts' ``style``; where a page turns dark
    or goes to a printer no figure is drawn again.
    """
    rules = []
    for name, colour in asdict(LIGHT).items():
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        variable = f"var(--owf-{name.replace('_', '-')})"
        rules += [
            f'.js-plotly-plot [style*="{part}: rgb({red}, {green}, {blue})"] '
            f"{{ {part}: {variable} !important; }}"
            for part in ("fill", "stroke", "background")
        ]
    return "\n".join(rules)


def css_by_preference() -> str:
    """The same variables for plain pages: old phones, too, know how to read these."""
    dark = _root(asdict(DARK))
    return f"{_root(asdict(LIGHT))} @media (prefers-color-scheme: dark) {{ {dark} }}"


def _root(values: dict[str, str]) -> str:
    lines = (f"--owf-{name.replace('_', '-')}: {value};" for name, value in values.items())
    return ":root { " + " ".join(lines) + " }"
