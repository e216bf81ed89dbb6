"""The bands of England: the figure, the text that replaces it and the table say the same."""

import re

import pytest

from owf.assessment.results.england import InBand
from owf.charts.england.bands import BELOW, bands
from owf.charts.theme import LIGHT

LIMITS = (1.0, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0)
LINE = 16
"""Pixels that a line of a label takes at least, at 13 pixels a letter."""


def six(*trusts):
    return [
        InBand(f"{lower} to {upper}", lower, upper, number)
        for lower, upper, number in zip(LIMITS, LIMITS[1:], trusts, strict=False)
    ]


@pytest.fixture
def chart():
    return bands(six(0, 3, 22, 110, 6, 0), 3)


def test_the_title_names_the_fullest_band(chart):
    assert chart.title == "110 of 141 Trusts average 3.0 to 3.5 overall: the fullest band."


def test_where_bands_are_equally_full_the_title_names_none_of_them():
    found = bands(six(0, 0, 4, 4, 0, 0), 3)
    assert found.title == "8 Trusts by overall average; the fullest bands hold 4 each."


def test_figure_text_and_table_hold_the_same_numbers(chart):
    (bars,) = chart.figure.data
    assert list(bars.x) == [0, 3, 22, 110, 6, 0]
    cells = re.findall(r'data-label="Trusts">(\d+)<', str(chart.table))
    assert cells == ["0", "3", "22", "110", "6", "0"]
    shown = [part.split(": ")[1] for part in chart.alt.rstrip(".").split("; ")]
    assert shown == [text.strip() for text in bars.text]
    assert shown == ["none", "3 (2%)", "22 (16%)", "110 (78%)", "6 (4%)", "none"]


def test_bands_from_the_midpoint_on_are_blue_and_the_rest_grey(chart):
    assert list(chart.figure.data[0].marker.color) == [BELOW] * 3 + [LIGHT.ahead] * 3


def test_the_midpoint_is_marked_between_its_bands_with_room_for_its_words(chart):
    (line,) = chart.figure.layout.shapes
    (words,) = chart.figure.layout.annotations
    assert words.text == "midpoint: 3"
    rows = list(chart.figure.data[0].y)
    half = chart.figure.data[0].width / 2
    below, above = rows[2] - half, rows[3] + half
    low, high = chart.figure.layout.yaxis.range
    margin = chart.figure.layout.margin
    pixels = (chart.figure.layout.height - margin.t - margin.b) / (high - low)
    assert above < line.y0 < below
    assert (below - line.y0) * pixels >= LINE


def test_a_midpoint_within_a_band_is_not_marked_between_others():
    found = bands(six(1, 1, 1, 1, 1, 1), 2.7)
    assert not found.figure.layout.shapes


def test_the_longest_bar_leaves_room_for_its_label(chart):
    assert chart.figure.layout.xaxis.range[1] >= 1.4 * 110


def test_one_band_alone_is_drawn():
    found = bands([InBand("1 to 5", 1.0, 5.0, 7)], 3)
    assert "7 (100%)" in found.alt
