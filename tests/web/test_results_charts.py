"""The charts of results: their numbers are the findings', and the longest names fit."""

from __future__ import annotations

import pytest

from owf.benchmark import GroupKind, Verdict
from owf.benchmark.item_standings import most_disputed_first
from owf.benchmark.moderated import moderated
from owf.benchmark.verdict_counts import VerdictCount, VerdictCounts
from owf.benchmark.who_differs import who_differs
from owf.web.charts.moderation_moves import moderation_moves
from owf.web.charts.partner_levels import partner_levels
from owf.web.charts.rows import LETTERS, coded
from owf.web.charts.small_multiples import small_multiples
from owf.web.charts.svg import as_svg
from owf.web.charts.verdict_strip import verdict_strip
from owf.web.charts.who_differs import who_differs_chart
from tests.web.results_world import HISTORIES, LONG, STANDINGS, history

IN_ORDER = most_disputed_first(STANDINGS)


def traces(chart, **having):
    found = [
        one for one in chart.figure.data if all(one[key] == value for key, value in having.items())
    ]
    assert found, having
    return found


def test_each_segment_is_as_long_as_there_are_partners_at_its_level():
    chart = partner_levels(STANDINGS)
    for place, bar in enumerate(traces(chart, type="bar")):
        assert list(bar.x) == [one.counts[place] for one in IN_ORDER]
        assert list(bar.text) == [str(one.counts[place] or "") for one in IN_ORDER]


def test_the_middle_level_lies_across_the_line():
    bars = traces(partner_levels(STANDINGS), type="bar")
    middle = bars[2]
    for base, length in zip(middle.base, middle.x, strict=True):
        assert base == -length / 2
    for place in range(4):
        for here, length, there in zip(
            bars[place].base, bars[place].x, bars[place + 1].base, strict=True
        ):
            assert here + length == there


def test_who_gave_no_level_stands_in_a_column_of_its_own():
    chart = partner_levels(STANDINGS)
    beside = [one.text for one in chart.figure.layout.annotations if one.x == 0.875]
    assert beside[: len(IN_ORDER)] == [str(one.dont_know or "–") for one in IN_ORDER]
    assert all(one.n == sum(bar.x[row] for bar in traces(chart, type="bar"))
               for row, one in enumerate(IN_ORDER))  # fmt: skip


def test_the_text_in_place_of_the_figure_says_every_question():
    assert partner_levels(STANDINGS).alt == " ".join(one.sentence for one in IN_ORDER)


def test_each_cell_shows_the_level_that_its_partner_gave():
    found = who_differs(STANDINGS)
    cells, missing = who_differs_chart(found).figure.data
    rows = sorted({*cells.y, *missing.y}, reverse=True)
    shown = {
        (rows.index(y), x): text.strip("</b>")
        for trace in (cells, missing)
        for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)
    }
    for row, one in enumerate(found.items):
        for column, answer in enumerate(one.answers):
            assert shown[row, column] == ("?" if answer.level is None else str(answer.level))


def test_names_of_forty_letters_head_the_columns_in_full():
    figure = who_differs_chart(who_differs(STANDINGS)).figure
    heads = [one.text.replace("<br>", " ") for one in figure.layout.annotations if one.textangle]
    assert heads == [name.strip().replace("&", "&amp;") for name in LONG]
    longest = max(len(line) for one in figure.layout.annotations if one.textangle
                  for line in one.text.split("<br>"))  # fmt: skip
    assert figure.layout.margin.t >= 6.6 * longest


def test_a_dumbbell_reaches_from_the_partners_median_to_the_agreed_level():
    found = moderated(STANDINGS)
    marks = [one for one in moderation_moves(found).figure.data if one.mode == "markers+text"]
    ends = [(marks[place].x[0], marks[place + 1].x[0]) for place in range(0, len(marks), 2)]
    assert ends == [(one.median, one.agreed) for one in found.moved]
    assert len(ends) == 2


def test_the_reason_for_a_move_stands_in_its_table():
    assert "Nobody could show it in writing." in moderation_moves(moderated(STANDINGS)).table


def test_each_small_plot_shows_the_years_that_have_a_score():
    figure = small_multiples(HISTORIES, "Bedford", "the East of England").figure
    scores = [one for one in figure.data if one.name == "scores"]
    for one, trace in zip(HISTORIES, scores, strict=True):
        there = [(point.year, point.score) for point in one.points if point.score is not None]
        assert list(zip(trace.x, trace.y, strict=True)) == there


def test_a_line_is_broken_where_questions_cannot_be_compared_and_dashed_with_care():
    figure = small_multiples([HISTORIES[1]], "Bedford", "the East of England").figure
    joined = {
        tuple(one.x): one.line.dash for one in figure.data if one.name in {"joined", "with care"}
    }
    assert joined == {(2008, 2009): "dash", (2010, 2011): "solid", (2011, 2012): "solid"}


def test_a_missing_year_is_not_bridged():
    figure = small_multiples([HISTORIES[2]], "Bedford", "the East of England").figure
    assert {tuple(one.x) for one in figure.data if one.name == "joined"} == {(2011, 2012)}


def test_a_predecessors_line_stands_behind_and_is_never_joined():
    chart = small_multiples([HISTORIES[2]], "Bedford", "the East of England")
    behind = [one for one in chart.figure.data if one.name == "Bedfordshire"]
    assert [(tuple(one.x), tuple(one.y)) for one in behind] == [((2008,), (2.6,))]
    assert "Bedfordshire, from which Bedford was made" in chart.caption


def test_the_ribbon_runs_from_quartile_to_quartile():
    figure = small_multiples([HISTORIES[0]], "Bedford", "the East of England").figure
    ribbon = next(one for one in figure.data if one.name == "middle half")
    points = HISTORIES[0].region.points
    assert list(ribbon.y) == [
        *(one.upper_quartile for one in points),
        *(one.lower_quartile for one in reversed(points)),
    ]
    median = next(one for one in figure.data if one.name == "median")
    assert list(median.y) == [one.median for one in points]


def test_without_a_ribbon_the_caption_says_why():
    chart = small_multiples([history([3.0], region=False)], "Bedford", "the East of England")
    assert "There is no band of the East of England: fewer than five" in chart.caption


def test_all_small_plots_have_one_scale_and_none_covers_another():
    layout = small_multiples(HISTORIES, "Bedford", "the East of England").figure.layout
    axes = [layout[name] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert len({one.range for one in axes}) == 1
    assert axes[0].domain == axes[1].domain
    assert axes[2].domain[1] < axes[0].domain[0]
    assert layout.xaxis.domain[1] < layout.xaxis2.domain[0]


@pytest.mark.parametrize("years", [1, 5, 13])
def test_the_years_under_a_small_plot_fit_on_a_phone(years):
    chart = small_multiples([history([3.0] * years)] * 2, "Bedford", "the East of England")
    axis = chart.figure.layout.xaxis
    across = (axis.domain[1] - axis.domain[0]) * (358 - 38)
    # Four figures of eleven pixels are 25 wide.
    assert len(axis.ticktext) * 25 < across
    assert axis.ticktext[-1] == str(2007 + years)


def test_the_strip_counts_what_there_is():
    counts = VerdictCounts(
        GroupKind.CELL,
        tuple(
            VerdictCount(word, count, tuple(f"cell {number}" for number in range(count)))
            for word, count in zip(Verdict, (2, 0, 5, 1, 0, 3, 1), strict=True)
        ),
        "Of 12 cells: 2 ahead and others.",
    )
    chart = verdict_strip(counts)
    (bar,) = chart.figure.data
    assert list(bar.x) == [2, 5, 1, 3, 1]
    words = [text.split(" ", 1)[1].strip() for text in chart.figure.layout.yaxis.ticktext]
    assert words == [str(one.verdict) for one in counts.counts if one.count]
    assert "5 broadly in line: cell 0, cell 1" in chart.alt


def test_a_long_question_takes_as_many_lines_as_it_needs():
    text, lines = coded("CAF 12", "Multi-agency training that is planned, paid for & evaluated")
    assert text.startswith("<b>CAF 12</b> Multi-agency")
    assert text.count("<br>") == lines - 1
    assert all(
        len(line.replace("&amp;", "&")) <= LETTERS + len("<b></b>") for line in text.split("<br>")
    )


CHARTS = {
    "levels": lambda: partner_levels(STANDINGS),
    "who": lambda: who_differs_chart(who_differs(STANDINGS)),
    "moves": lambda: moderation_moves(moderated(STANDINGS)),
    "years": lambda: small_multiples(HISTORIES, "Bedford", "the East of England"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_each_can_leave_the_page_as_a_picture_and_as_numbers(name):
    chart = CHARTS[name]()
    assert chart.title in as_svg(chart.figure, chart.title, chart.alt).replace("&#x27;", "'")
    assert len({tuple(row) for row in chart.numbers}) == 1
