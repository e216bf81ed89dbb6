"""One chart a module: findings in; figure, sentence, table and numbers out.

The visual language is DESIGN's and stands in `theme`: at most four series, labels beside what they
name, titles that state the finding, and nothing that only hovering shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import plotly.graph_objects as go
from markupsafe import Markup

Value: TypeAlias = str | int | float | None

CONFIG = {"displayModeBar": False, "staticPlot": True, "responsive": True}
"""Plotly's mode bar has buttons without names, and nothing here is shown by hovering only."""


@dataclass(frozen=True)
class Chart:
    """A figure with all that goes with it.

    Attributes:
        title: the sentence that states what it shows.
        alt: the text that replaces it.
        figure: in the colours of the light theme.
        table: the same in numbers, for the page.
        caption: what it rests on: how many sectors (n), how many other Trusts (k).
        numbers: the same for a file, by column; ``None`` where there is no number.
        is_published: whether its figures are real and published, whatever else is made up.
    """

    title: str
    alt: str
    figure: go.Figure
    table: Markup
    caption: str = ""
    numbers: Sequence[Mapping[str, Value]] = ()
    is_published: bool = False
