"""A figure as an SVG file: what is drawn on the page is drawn there, at the same place."""

from __future__ import annotations

from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from owf.charts.export.svg import as_svg, drawing_alone
from owf.charts.theme import LIGHT

SVG = "{http://www.w3.org/2000/svg}"
LAYOUT = {
    "height": 300,
    "margin": {"l": 4, "r": 4, "t": 0, "b": 50},
    "xaxis": {"range": [0, 10], "tickvals": [0, 5, 10]},
    "yaxis": {"range": [0, 1], "visible": False},
}


def drawn(traces, **layout):
    figure = go.Figure(traces, {**LAYOUT, **layout})
    text = as_svg(figure, "It moved & stayed", "A dot at five", "n = 3")
    return ElementTree.fromstring(text)  # noqa: S314 - our own text, made a line above


def words(tree):
    return ["".join(one.itertext()) for one in tree.iter(f"{SVG}text")]


def test_it_has_a_title_a_description_and_what_it_rests_on():
    tree = drawn([])
    assert tree.find(f"{SVG}title").text == "It moved & stayed"
    assert tree.find(f"{SVG}desc").text == "A dot at five"
    assert {"It moved & stayed", "n = 3"} <= set(words(tree))
    assert tree.get("role") == "img"


def test_a_mark_stands_where_its_value_lies():
    tree = drawn([{"x": [0, 5, 10], "y": [0.5] * 3, "mode": "markers", "marker": {"size": 8}}])
    across = [float(one.get("cx")) for one in tree.iter(f"{SVG}circle")]
    assert across == [20, 480, 940]
    ticks = [one.find(f"{SVG}tspan") for one in tree.iter(f"{SVG}text")]
    places = {"".join(one.itertext()): float(one.get("x")) for one in ticks}
    assert (places["0"], places["5"], places["10"]) == (20, 480, 940)


def test_a_line_breaks_where_there_is_no_value():
    tree = drawn([{"x": [0, 1, 2, 3, 4], "y": [0, 1, None, 1, 0], "mode": "lines"}])
    assert len(list(tree.iter(f"{SVG}polyline"))) == 2


def test_a_dashed_line_is_dashed():
    tree = drawn([{"x": [0, 1], "y": [0, 1], "mode": "lines", "line": {"dash": "dash"}}])
    assert next(tree.iter(f"{SVG}polyline")).get("stroke-dasharray")


def test_bars_lie_end_to_end_from_their_bases():
    traces = [
        {"type": "bar", "orientation": "h", "base": [base], "x": [length], "y": [0.5],
         "width": 0.2, "marker": {"color": colour}}
        for base, length, colour in ((0, 2, LIGHT.level_4), (2, 3, LIGHT.level_5))
    ]  # fmt: skip
    tree = drawn(traces, barmode="overlay")
    found = {one.get("fill"): one for one in tree.iter(f"{SVG}rect")}
    first, second = found[LIGHT.level_4], found[LIGHT.level_5]
    assert float(first.get("x")) + float(first.get("width")) == float(second.get("x"))
    assert float(second.get("width")) == pytest.approx(1.5 * float(first.get("width")), abs=0.1)


def test_words_stand_as_they_are_written_bold_where_they_are_bold():
    note = {"text": "<b>CAF</b> &lt;3<br>below", "x": 0, "y": 0.5, "showarrow": False}
    tree = drawn([], annotations=[note])
    assert "CAF <3below" in words(tree)
    bold = [one.text for one in tree.iter(f"{SVG}tspan") if one.get("font-weight")]
    assert "CAF" in bold


def test_several_planes_each_have_their_own_place():
    tree = drawn(
        [
            {"x": [0], "y": [0.5], "mode": "markers", "marker": {"size": 8}},
            {"x": [0], "y": [0.5], "mode": "markers", "marker": {"size": 8}, "xaxis": "x2"},
        ],
        xaxis={"range": [0, 10], "dtick": 5, "domain": [0, 0.5]},
        xaxis2={"range": [0, 10], "dtick": 5, "domain": [0.5, 1]},
    )
    across = [float(one.get("cx")) for one in tree.iter(f"{SVG}circle")]
    assert across == [20, 480]


@pytest.mark.parametrize(
    ("trace", "what"),
    [
        ({"type": "pie", "values": [1]}, "pie"),
        ({"type": "bar", "x": [1], "y": [1]}, "Upright"),
        ({"x": [1], "y": [1], "mode": "markers", "marker": {"symbol": "hexagon"}}, "hexagon"),
    ],
)
def test_what_it_cannot_draw_is_refused_and_not_left_out(trace, what):
    with pytest.raises(ValueError, match=what):
        drawn([trace])


def test_a_drawing_alone_has_a_name_and_neither_heading_nor_edge():
    marks = {"x": [0, 10], "y": [0.5, 0.5], "mode": "markers", "marker": {"size": 8}}
    text = drawing_alone(go.Figure([marks], LAYOUT), "A dot at five", 720)
    tree = ElementTree.fromstring(text)  # noqa: S314 - our own text
    assert tree.find(f"{SVG}title").text == "A dot at five"
    assert (tree.get("width"), tree.get("height"), tree.get("role")) == ("720", "300", "img")
    assert words(tree) == ["0", "5", "10"]
    assert [float(one.get("cx")) for one in tree.iter(f"{SVG}circle")] == [4, 716]
