"""What is sent to a browser is the same picture in fewer traces."""

from __future__ import annotations

import plotly.graph_objects as go
import plotly.io

from owf.charts.rows import merged

BAR = {"type": "scatter", "mode": "lines", "line": {"color": "#12436D", "width": 3}}
MARK = {"type": "scatter", "mode": "markers+text", "marker": {"color": "#12436D", "size": 9}}


def traces(*given):
    return merged(go.Figure(list(given))).to_dict()["data"]


def test_bars_of_one_look_are_one_trace_with_gaps_between_them():
    (one,) = traces({**BAR, "x": [1, 2], "y": [0, 0]}, {**BAR, "x": [3, 4], "y": [-1, -1]})
    assert one["x"] == [1, 2, None, 3, 4]
    assert one["y"] == [0, 0, None, -1, -1]


def test_marks_of_one_look_are_one_trace_with_their_words():
    (one,) = traces(
        {**MARK, "x": [1], "y": [0], "text": ["a"]}, {**MARK, "x": [2], "y": [-1], "text": ["b"]}
    )
    assert (one["x"], one["y"], one["text"]) == ([1, 2], [0, -1], ["a", "b"])


def test_what_looks_otherwise_or_stands_on_other_axes_stays_apart():
    other = {**BAR, "line": {"color": "#F46A25", "width": 3}}
    elsewhere = {**BAR, "xaxis": "x2"}
    found = traces(*({**one, "x": [1, 2], "y": [0, 0]} for one in (BAR, other, elsewhere, BAR)))
    assert len(found) == 3


def test_areas_and_bars_and_marks_of_many_looks_stand_for_themselves():
    area = {**BAR, "fill": "toself", "x": [1, 2], "y": [0, 0]}
    many = {**MARK, "marker": {"color": ["#12436D", "#F46A25"]}, "x": [1, 2], "y": [0, 0]}
    bars = {"type": "bar", "x": [1], "y": [1]}
    assert len(traces(area, area, many, many, bars, bars)) == 6


def test_the_figure_itself_is_left_as_it_is():
    figure = go.Figure([{**BAR, "x": [1, 2], "y": [0, 0]}, {**BAR, "x": [3, 4], "y": [1, 1]}])
    before = figure.to_json()
    merged(figure)
    assert figure.to_json() == before


def test_what_is_sent_is_what_was_made():
    figure = merged(go.Figure([{**BAR, "x": [1, 2], "y": [0, 0]}], {"height": 321}))
    text = plotly.io.to_json(figure, validate=False)
    assert '"height":321' in text
    assert '"x":[1,2]' in text


LABEL = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left", "showarrow": False}
FONT = {"size": 15, "color": "#0B0C0C"}


def labelled(*labels, **axis):
    layout = {"annotations": list(labels), "xaxis": axis or {"range": [-1, 1]}}
    return merged(go.Figure([], layout)).to_dict()


def rows_of(fonts):
    return [
        {**LABEL, "y": -row, "text": f"Row {row}", "font": font} for row, font in enumerate(fonts)
    ]


def test_labels_of_rows_are_one_trace_at_the_left_edge_and_other_words_stay():
    above = {"x": 0.5, "y": 1, "yref": "paper", "text": "the mean", "showarrow": False}
    sent = labelled(above, *rows_of([FONT] * 3))
    (trace,) = sent["data"]
    assert (trace["mode"], trace["textposition"]) == ("text", "middle right")
    assert (trace["x"], trace["y"]) == ([-1, -1, -1], [0, -1, -2])
    assert trace["text"] == ["Row 0", "Row 1", "Row 2"]
    assert trace["textfont"] == FONT
    assert [one["text"] for one in sent["layout"]["annotations"]] == ["the mean"]


def test_labels_of_several_sizes_or_on_an_axis_without_ends_stay_as_they_are():
    several = labelled(*rows_of([FONT, FONT, {**FONT, "size": 12}]))
    without = labelled(*rows_of([FONT] * 3), visible=True)
    for sent in (several, without):
        assert sent["data"] == []
        assert len(sent["layout"]["annotations"]) == 3
