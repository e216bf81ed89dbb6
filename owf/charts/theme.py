"""The visual language (DESIGN): every colour, light and dark, and the shape of each verdict."""

from dataclasses import asdict, dataclass

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Arial, sans-serif'


@dataclass(frozen=True)
class Palette:
    """A figure is recoloured by its colours: parts that share one must share it in the dark too."""

    ground: str = "#FFFFFF"  # what everything stands on
    soft: str = "#F2F5F8"  # ground of what is set apart
    ink: str = "#14202B"  # text, and the lines that carry meaning
    muted: str = "#4A5A68"  # text of second rank
    ahead: str = "#12436D"  # marks of "ahead", "improved" and what is high
    behind: str = "#F46A25"  # marks of "behind", "worse" and what is low
    behind_text: str = "#A63C06"  # words in that sense; orange itself is too pale for them
    neutral: str = "#5F6B76"  # marks of the rest
    quiet: str = "#7D8B98"  # marks that are there to be compared with
    grid: str = "#DDE3E9"  # lines that carry no meaning
    rule: str = "#B9C4CE"  # borders
    level_1: str = "#A33B05"  # the levels of the scale, diverging around the middle one
    level_2: str = "#F46A26"
    level_3: str = "#8793A0"
    level_4: str = "#3A76AB"
    level_5: str = "#12436E"
    on_1: str = "#FFFFFE"  # text within a segment of that level
    on_2: str = "#14202C"
    on_3: str = "#14202D"
    on_4: str = "#FFFFFD"
    on_5: str = "#FFFFFC"
    good: str = "#1F6B3B"  # what is saved or done
    problem: str = "#B3261E"  # what went wrong
    ahead_soft: str = "#E8EFF6"  # grounds in that sense
    behind_soft: str = "#FDEEE6"
    good_soft: str = "#EAF4EE"
    problem_soft: str = "#FCECEA"
    note_soft: str = "#FFF4D6"
    note_rule: str = "#D8B24A"  # the border of a notice that is neither good nor bad
    strong: str = "#0C3050"  # a blue for what the pointer is on
    on_blue: str = "#FFFFFF"  # text on blue


LIGHT = Palette()
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


def colour_of(direction: int) -> str:
    """Blue for ahead (1), orange for behind (-1), grey for the rest (0)."""
    return {1: LIGHT.ahead, -1: LIGHT.behind}.get(direction, LIGHT.neutral)


def colours_of_level(place: int, of: int) -> tuple[str, str]:
    """``place`` counts from 0, the lowest; of more than five levels neighbours share a colour."""
    if of < 2 or not 0 <= place < of:
        raise ValueError(f"Place {place} is on no scale of {of} levels: count from 0.")
    nearest = round(place * (len(LEVELS) - 1) / (of - 1))
    return LEVELS[nearest], _ON_LEVELS[nearest]


def css_variables() -> str:
    """For Streamlit's pages, where the theme need not be what the browser prefers."""
    dark = asdict(DARK)
    return _root(
        {name: f"light-dark({light}, {dark[name]})" for name, light in asdict(LIGHT).items()}
    )


def css_of_figures() -> str:
    """Plotly writes colours into ``style``, and redraws nothing for dark pages or paper."""
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
    """The colours as CSS variables for plain pages, in rules that old phones understand."""
    dark = _root(asdict(DARK))
    return f"{_root(asdict(LIGHT))} @media (prefers-color-scheme: dark) {{ {dark} }}"


def css_of_light() -> str:
    """The colours as CSS variables for what is printed, and light whatever the reader prefers."""
    return _root(asdict(LIGHT))


def _root(values: dict[str, str]) -> str:
    lines = (f"--owf-{name.replace('_', '-')}: {value};" for name, value in values.items())
    return ":root { " + " ".join(lines) + " }"
