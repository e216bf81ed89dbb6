"""One chart on a page: what it finds, the figure, what it rests on, its table, its files."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

import streamlit as st
from markupsafe import Markup

from owf.access import Actor
from owf.charts import CONFIG, Chart
from owf.charts.export.svg import as_svg
from owf.charts.rows import merged
from owf.exchange.csv_file import csv_file
from owf.settings import get_settings
from owf.texts import name_in_file
from owf.web.markup import html
from owf.web.widgets.downloads import download

PAPER_SIZES = (64, 56, 48, 40, 34)
"""Hundredths of its size on a screen at which a figure can be printed, as in the stylesheet."""
PAGE = 800
"""Pixels that a page of A4 has for a figure below its heading and above its caption."""


def chart_block(
    chart: Chart,
    key: str,
    *,
    section: str = "",
    notes: Markup = html.NOTHING,
    may: Callable[[Actor], object],
    about: str,
    trust: int | None = None,
    table_in_fold: bool = False,
) -> None:
    """``may`` raises where this person may not have it any more; ``trust`` is a DfE number."""
    heading = html.given("<h2>{}</h2>", section)
    with st.container(key=f"figure-{_paper_size(chart)}-{key}"):
        html.write('{}<p class="owf-claim">{}</p>{}', heading, chart.title, notes)
        with st.container(key=f"chart-{key}"):
            st.plotly_chart(
                merged(chart.figure),
                theme=None,
                config=CONFIG,
                alt=chart.alt,
                height=int(chart.figure.layout.height),
            )
        if chart.caption:
            html.write('<p class="owf-caption">{}</p>', chart.caption)
    html.show(html.fold("The same in numbers", chart.table) if table_in_fold else chart.table)
    _files(chart, key, may, about, trust)


def _paper_size(chart: Chart) -> int:
    tall = chart.figure.layout.height
    return next((size for size in PAPER_SIZES if tall * size <= PAGE * 100), PAPER_SIZES[-1])


def _files(
    chart: Chart, key: str, may: Callable[[Actor], object], about: str, trust: int | None
) -> None:
    name = f"{name_in_file(about)}-{key}"
    made_up = get_settings().demo and not chart.is_published
    below = (
        f"{chart.caption} {'Demonstration: all figures are made up.' if made_up else ''}".strip()
    )

    def _picture(who: Actor) -> bytes:
        may(who)
        return as_svg(chart.figure, chart.title, chart.alt, below).encode()

    def _numbers(who: Actor) -> bytes:
        may(who)
        head = list(chart.numbers[0])
        of_all = {"Of": about, "Finding": chart.title, "Made up": "yes" if made_up else "no"}
        return csv_file(
            [*head, *of_all],
            ([*(_cell(row[one]) for one in head), *of_all.values()] for row in chart.numbers),
        )

    with st.container(key=f"files-{key}", horizontal=True):
        download(
            f"{key.replace('-', ' ').capitalize()}: figure (SVG)",
            _picture, f"{name}.svg", what=f"the figure {key}", trust=trust, mime="image/svg+xml",
        )  # fmt: skip
        if chart.numbers:
            download(
                f"{key.replace('-', ' ').capitalize()}: numbers (CSV)",
                _numbers, f"{name}.csv", what=f"the numbers of {key}", trust=trust,
            )  # fmt: skip


def _cell(value: Any) -> str | int | float:
    return "" if value is None else value if isinstance(value, str | int) else round(value, 4)


KEPT_CHARTS = 120
"""Charts that stay in memory, about 0.2 MB each: eight for each of the Trusts looked at now."""


@lru_cache(maxsize=KEPT_CHARTS)
def drawn_once(draw: Callable[..., Chart], *findings: Hashable, **more: Hashable) -> Chart:
    """Kept by its frozen findings and shared by everybody: nobody may change its figure."""
    return draw(*findings, **more)
