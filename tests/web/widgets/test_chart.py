"""A chart on a page: its files have names and words of their own, and say what is made up."""

from __future__ import annotations

import csv
import io

import plotly.graph_objects as go
import pytest
import streamlit as st
from markupsafe import Markup

from owf.access import OPERATOR
from owf.access.errors import NotAllowed
from owf.assessment.results.england import InBand
from owf.assessment.results.reference_figures import vacancies, workforce_size
from owf.charts import Chart
from owf.charts.england.bands import bands
from owf.charts.england.reference_figures import vacancy_rates, workforce
from owf.web.widgets import chart as block
from owf.web.widgets.chart import chart_block

NUMBERS = ({"Year": 2011, "Score": 3.14159, "Note": None},)
AXIS = {"range": [0, 3], "dtick": 1}
FIGURE = go.Figure(
    {"x": [1], "y": [2], "type": "scatter", "mode": "markers"},
    {"height": 200, "xaxis": AXIS, "yaxis": AXIS},
)


@pytest.fixture
def files(monkeypatch):
    """What a chart offers as files: name -> what makes it."""
    offered = {}
    monkeypatch.setattr(
        block, "download", lambda _label, make, name, **_: offered.update({name: make})
    )
    monkeypatch.setattr(st, "plotly_chart", lambda *_, **__: None)

    def draw(
        about="Cambridgeshire 2011", key="all-years", may=lambda _: None, numbers=NUMBERS, **more
    ):
        table = Markup("<table></table>")
        chart = Chart("It moved.", "A dot.", FIGURE, table, "n = 3.", numbers, **more)
        chart_block(chart, key, may=may, about=about)
        return offered

    return draw


def rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_numbers_say_of_what_they_are_and_that_they_are_made_up(files):
    made = files()["cambridgeshire-2011-all-years.csv"]
    assert rows(made(OPERATOR)) == [
        ["Year", "Score", "Note", "Of", "Finding", "Made up"],
        ["2011", "3.1416", "", "Cambridgeshire 2011", "It moved.", "yes"],
    ]


def test_a_picture_says_so_too(files):
    picture = files()["cambridgeshire-2011-all-years.svg"](OPERATOR).decode()
    assert "n = 3. Demonstration: all figures are made up." in picture


def test_published_figures_are_not_called_made_up(files):
    offered = files(is_published=True)
    assert "made up" not in offered["cambridgeshire-2011-all-years.svg"](OPERATOR).decode()
    assert rows(offered["cambridgeshire-2011-all-years.csv"](OPERATOR))[1][-1] == "no"


def test_two_charts_of_a_trust_with_a_long_name_are_two_files(files):
    about = "Bournemouth, Christchurch and Poole 2012 information-sharing"
    files(about, "where-partners-stand")
    assert sorted(files(about, "who-differs")) == [
        "bournemouth-christchurch-and-poole-2012-informat-where-partners-stand.csv",
        "bournemouth-christchurch-and-poole-2012-informat-where-partners-stand.svg",
        "bournemouth-christchurch-and-poole-2012-informat-who-differs.csv",
        "bournemouth-christchurch-and-poole-2012-informat-who-differs.svg",
    ]


def test_no_file_is_made_for_whom_the_page_would_refuse(files):
    def refuse(_):
        raise NotAllowed("This Trust is not open to you.")

    for make in files(may=refuse).values():
        with pytest.raises(NotAllowed):
            make(OPERATOR)


@pytest.mark.parametrize(
    "numbers",
    [
        bands([InBand("1 to 3", 1, 3, 2), InBand("3 to 5", 3, 5, 7)], 3).numbers,
        workforce(workforce_size()).numbers,
        vacancy_rates(vacancies()).numbers,
    ],
    ids=["bands", "workforce", "vacancies"],
)
def test_no_column_of_a_file_is_there_twice(files, numbers):
    offered = files(numbers=numbers)
    head = rows(offered["cambridgeshire-2011-all-years.csv"](OPERATOR))[0]
    assert len(head) == len(set(head))
