"""One chart a module: findings in; figure, sentence, table and numbers out (DESIGN, `theme`)."""

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
    """``caption``: n and k it rests on; ``is_published``: real figures in a made-up world."""

    title: str
    alt: str
    figure: go.Figure
    table: Markup
    caption: str = ""
    numbers: Sequence[Mapping[str, Value]] = ()
    is_published: bool = False
