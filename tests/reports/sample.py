"""A small report with every kind of block, and texts that try every format's own language."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from owf.charts import Chart
from owf.charts.theme import LIGHT
from owf.reports.model import (
    About,
    Blank,
    Column,
    Facts,
    Figure,
    Kind,
    Native,
    NativeChart,
    Note,
    Notice,
    NumberFormat,
    Paragraph,
    Points,
    Quote,
    Report,
    Section,
    table_of,
)

MARKUP = (
    "#heading[typst] $x^2$ *bold* _em_ @ref <label> `code` \\ // # "
    "<b>HTML</b> &amp; <script>alert(1)</script> <w:t>Word</w:t> ]]> {{jinja}} {% x %} "
    "=1+1 +2 -3 @SUM(A1) |pipe| \u2014 \u201cquotes\u201d"
)
"""Markup of typst, Word and HTML, and the beginnings of formulas."""


def figure(title: str = "Overall score, 2008 to 2011") -> Figure:
    drawn = go.Figure(
        go.Scatter(x=[2008, 2009, 2010, 2011], y=[2.9, 3.1, None, 3.4], line={"color": LIGHT.ahead})
    )
    drawn.update_layout(
        height=260,
        margin={"l": 40, "r": 20, "t": 10, "b": 40},
        xaxis={"range": [2007.5, 2011.5], "dtick": 1},
        yaxis={"range": [1, 5], "dtick": 1},
    )
    return Figure(
        Chart(title, f"{title}: 2.9, 3.1, no score, 3.4.", drawn, Markup(""), "n = 7 sectors."),
        NativeChart(
            Native.LINES,
            pd.DataFrame(
                {"Cambridgeshire": [2.9, 3.1, None, 3.4], "Eastern Region": [3.0, 3.0, 3.1, 3.2]},
                index=["2008", "2009", "2010", "2011"],
            ),
            NumberFormat.LEVEL,
            {"Cambridgeshire": LIGHT.ahead, "Eastern Region": LIGHT.quiet},
            low=1,
            high=5,
            axis="Level",
        ),
    )


def bars(native: Native = Native.BARS) -> Figure:
    drawn = go.Figure(go.Bar(x=[3.1, 2.4], y=[1, 0], orientation="h"))
    drawn.update_layout(
        height=220,
        margin={"l": 40, "r": 20, "t": 10, "b": 40},
        xaxis={"range": [0, 5], "dtick": 1},
        yaxis={
            "range": [-0.6, 1.6],
            "tickvals": [1, 0],
            "ticktext": ["CAF", "Lead professional"],
            "automargin": True,
        },
    )
    return Figure(
        Chart("Two themes", "CAF 3.1, lead professional 2.4.", drawn, Markup("")),
        NativeChart(
            native,
            pd.DataFrame({"Here": [3.1, 2.4]}, index=["CAF", "Lead professional"]),
            NumberFormat.LEVEL,
            {"Here": LIGHT.ahead},
            low=1,
            high=5,
        ),
    )


def sample_report(
    text: str = "Partners rated how far they work as one.",
    *,
    title: str = "Board summary, 2011",
    author: str = "Cambridgeshire",
    is_compact: bool = False,
) -> Report:
    columns = (
        Column("Theme", width=3),
        Column("Partners", NumberFormat.COUNT),
        Column("Score", NumberFormat.LEVEL),
        Column("Difference", NumberFormat.DIFFERENCE),
        Column("Share", NumberFormat.PERCENT),
        Column("p", NumberFormat.CHANCE),
        Column("Due", NumberFormat.DAY),
        Column("Verdict", width=2),
    )
    rows = [
        ("Common Assessment Framework", 9, 3.14159, -0.456, 80, 0.0123, date(2012, 4, 1), "behind"),
        (text[:200] or "Nothing", 8, 2.5, 0.0, 0, 0.00001, None, "no clear difference"),
        ("Information sharing", None, "too few partners", None, None, None, None, "not compared"),
    ]
    return Report(
        Kind.BOARD,
        title,
        f"{author}, annual self-assessment",
        About(
            author,
            2011,
            date(2012, 7, 10),
            is_made_up=True,
            signature="Version 1, signed off by the chair on 3 July 2011",
            digest="5f" * 32,
            rules="2",
            readers="For the steering group",
        ),
        (
            Section(
                "Where we stand",
                (Paragraph(text, is_lead=True), Facts((("Partners", "9"), ("Note", text)))),
                claim="Cambridgeshire is broadly in line with the Eastern Region: 3.1 against 3.2.",
                working=("n = 7 sectors.", text),
            ),
            Section(
                "Themes",
                (table_of("Verdicts by theme", columns, rows, note="n = 9.", sheet="Verdicts"),),
                parts=(
                    Section("Over the years", (figure(), Note("Source: signed results."))),
                    Section("Side by side", (bars(), bars(Native.STACKED)), is_half=True),
                ),
            ),
            Section("Strengths", (Points((text, "Second")),), is_half=True),
            Section("Gaps", (Points(("First", text), is_ordered=True),), is_half=True),
            Section("Families", (Quote(text, "A parent, 2011"), Notice("Two parts are left out."))),
            Section("Comment of the independent scrutineer", (Blank("Comment", 5),)),
        ),
        is_compact=is_compact,
    )
