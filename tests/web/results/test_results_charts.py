"""The charts of results: their numbers are the findings', and the longest names fit."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from owf.benchmark.change.histories import LineBehind, YearPoint
from owf.benchmark.change.item_lines import Join
from owf.benchmark.change.trend import Trend, TrendOutcome, UsualVariation
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.tables.item_standings import moderated, most_disputed_first, who_differs
from owf.benchmark.words.key_points import VerdictCount, VerdictCounts
from owf.charts.export.planes import LINE, lines_of, width_of
from owf.charts.export.svg import as_svg
from owf.charts.partners.levels import partner_levels
from owf.charts.partners.moderation_moves import moderation_moves
from owf.charts.partners.who_differs import who_differs_chart
from owf.charts.rows import LETTERS, coded
from owf.charts.theme import LIGHT
from owf.charts.verdicts.grid import verdict_strip
from owf.charts.years.small_multiples import small_multiples
from owf.comparability import Comparability
from tests.web.results_world import HISTORIES, LONG, STANDINGS, history

SCALE = (1, 2, 3, 4, 5)
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
    figure = small_multiples(HISTORIES, "Bedford", "the East of England", SCALE).figure
    scores = [one for one in figure.data if one.name == "scores"]
    for one, trace in zip(HISTORIES, scores, strict=True):
        there = [(point.year, point.score) for point in one.points if point.score is not None]
        assert list(zip(trace.x, trace.y, strict=True)) == there


def test_a_line_is_broken_where_questions_cannot_be_compared_and_dashed_with_care():
    figure = small_multiples([HISTORIES[1]], "Bedford", "the East of England", SCALE).figure
    joined = {
        tuple(one.x): one.line.dash for one in figure.data if one.name in {"joined", "with care"}
    }
    assert joined == {(2008, 2009): "dash", (2010, 2011): "solid", (2011, 2012): "solid"}


def test_a_missing_year_is_not_bridged():
    figure = small_multiples([HISTORIES[2]], "Bedford", "the East of England", SCALE).figure
    assert {tuple(one.x) for one in figure.data if one.name == "joined"} == {(2011, 2012)}


def test_a_predecessors_line_stands_behind_and_is_never_joined():
    chart = small_multiples([HISTORIES[2]], "Bedford", "the East of England", SCALE)
    behind = [one for one in chart.figure.data if one.name == "Bedfordshire"]
    assert [(tuple(one.x), tuple(one.y)) for one in behind] == [((2008,), (2.6,))]
    assert "Bedfordshire, from which Bedford was made" in chart.caption


def test_the_ribbon_runs_from_quartile_to_quartile():
    figure = small_multiples([HISTORIES[0]], "Bedford", "the East of England", SCALE).figure
    ribbon = next(one for one in figure.data if one.name == "middle half")
    points = HISTORIES[0].region.points
    assert list(ribbon.y) == [
        *(one.upper_quartile for one in points),
        *(one.lower_quartile for one in reversed(points)),
    ]
    median = next(one for one in figure.data if one.name == "median")
    assert list(median.y) == [one.median for one in points]


def multiples(*histories):
    return small_multiples(histories, "Bedford", "the East of England", SCALE)


def spans(chart, name):
    return [tuple(one.x) for one in chart.figure.data if one.name == name]


def test_nothing_of_the_region_runs_through_a_break():
    chart = multiples(HISTORIES[1])
    assert spans(chart, "median") == [(2008, 2009), (2010, 2011, 2012)]
    assert spans(chart, "middle half") == [
        (2008, 2009, 2009, 2008),
        (2010, 2011, 2012, 2012, 2011, 2010),
    ]
    assert "Where the lines are broken, the questions cannot be compared." in chart.caption


def test_a_region_s_single_year_after_a_break_can_be_seen():
    joins = [Comparability.YES, Comparability.NO]
    chart = multiples(history([3.0, 3.1, 3.2], joins=joins))
    assert spans(chart, "median")[1] == (2009.8, 2010.2)
    ribbon = [one for one in chart.figure.data if one.name == "middle half"][1]
    assert (min(ribbon.y), max(ribbon.y)) == (3.0, 3.5)
    assert (min(ribbon.x), max(ribbon.x)) == (2009.8, 2010.2)


def test_a_predecessors_line_is_drawn_over_no_missing_year_and_no_break_of_its_own():
    behind = LineBehind(
        "Bedfordshire",
        tuple(
            YearPoint(
                year, 2.5, n=12, join=Join(Comparability.NO if year == 2006 else Comparability.YES)
            )
            for year in (2004, 2005, 2006, 2008, 2009)
        ),
    )
    chart = multiples(history([3.0, 3.1], behind=[behind]))
    assert spans(chart, "Bedfordshire") == [(2004, 2005), (2006,), (2008, 2009)]


def test_the_band_of_usual_variation_is_drawn_over_six_years_and_said_to_judge_nothing():
    six = history([3.0, 3.1, 3.0, 3.2, 3.0, 3.1], usual=UsualVariation(3.07, 2.7, 3.4, 6))
    chart = multiples(six)
    bands = [one for one in chart.figure.data if one.name == "usual variation"]
    assert [(tuple(one.x), tuple(one.y)) for one in bands] == [
        ((2008, 2013), (3.4, 3.4)),
        ((2008, 2013), (2.7, 2.7)),
    ]
    assert {one.line.color for one in bands} == {LIGHT.quiet}
    assert "the usual variation of the Trust’s own score" in chart.caption
    assert "nothing is judged by it" in chart.caption
    assert "2.70 to 3.40" in chart.table
    assert chart.numbers[0]["Usual variation lower"] == 2.7
    low, high = chart.figure.layout.yaxis.range
    assert low <= 2.7
    assert high >= 3.4


def test_a_line_without_a_band_of_usual_variation_is_named():
    band = UsualVariation(3.07, 2.7, 3.4, 6)
    chart = multiples(
        history([3.0] * 6, usual=band), history([None] + [3.0] * 5, title="Lead professional")
    )
    assert "The two thin lines, behind CAF, are the usual variation" in chart.caption
    assert "fewer than six years" in chart.table


def test_without_a_band_of_usual_variation_nothing_is_said_of_one():
    chart = multiples(*HISTORIES)
    assert spans(chart, "usual variation") == []
    assert "usual variation" not in (chart.caption + chart.table).lower()


@pytest.mark.parametrize("outcome", TrendOutcome)
@pytest.mark.parametrize("title", ["CAF", "Integrated working of voluntary & community sectors"])
def test_a_heading_has_the_words_of_the_trend_and_fits_over_its_plot_on_a_phone(outcome, title):
    made = history([3.0, 3.1], trend=outcome, title=title)
    layout = multiples(made, made).figure.layout
    heading = next(one for one in layout.annotations if one.text.startswith("<b>"))
    said = heading.text.replace("<br>", " ")
    if made.trend.has_direction:
        assert said.endswith(f"Trend: {made.trend.words}")
    else:
        assert "Trend" not in said
    assert title.replace("&", "&amp;") in re.sub("</?b>", "", heading.text.replace("<br>", " "))
    assert heading.font.size == 13
    assert width_of(heading.text, 13) <= 145
    above = (1 - layout.yaxis.domain[1]) * layout.height
    assert lines_of(heading.text) * 13 * LINE + heading.yshift <= above


def test_scores_without_a_trend_are_named_once_and_a_page_without_any_has_no_column_for_it():
    no_trend = replace(
        history([3.0, 3.1, 3.0, 3.1, 3.0]),
        trend=Trend(why_not="there are two points"),
    )
    place = ("Bedford", "the East of England", SCALE)
    some = small_multiples([HISTORIES[0], no_trend], *place)
    assert some.caption.count("There is no trend for CAF: there are two points.") == 1
    trends = re.findall(r'data-label="Trend over the years">([^<]+)<', some.table)
    assert trends == [
        "increasing and getting better, +0.20 a year (95% limits +0.10 to +0.30)",
        "none",
    ]
    none = small_multiples([no_trend, no_trend], *place)
    everything = f"{none.alt} {none.caption} {none.table} {none.figure.to_json()}"
    assert "trend" not in everything.lower()


def test_a_trend_is_drawn_as_its_line_only_where_it_has_a_direction():
    five = [2.6, 2.9, 3.2, 3.5, 3.8]
    rising, unclear = (
        multiples(history(five, trend=outcome))
        for outcome in (TrendOutcome.INCREASING, TrendOutcome.NO_CLEAR_TREND)
    )
    (line,) = [one for one in rising.figure.data if one.name == "trend"]
    assert (tuple(line.x), tuple(line.y)) == ((2008, 2012), pytest.approx((2.8, 3.6)))
    assert "The straight line of dashes and dots is a trend" in rising.caption
    assert (rising.numbers[0]["Slope a year"], rising.numbers[0]["Slope 95% lower"]) == (0.2, 0.1)
    assert spans(unclear, "trend") == []
    assert "straight line" not in unclear.caption
    assert "no clear trend, +0.20 a year" in unclear.table


def test_no_year_below_a_small_plot_covers_its_lowest_point():
    axis = multiples(history([2.2, 3.0])).figure.layout.yaxis
    lowest = 2.2 - 0.2
    pixels = (lowest - axis.range[0]) / (axis.range[1] - axis.range[0]) * 130
    assert pixels >= 11


def test_without_a_ribbon_the_caption_says_why():
    chart = small_multiples([history([3.0], region=False)], "Bedford", "the East of England", SCALE)
    assert "There is no band of the East of England: fewer than five" in chart.caption


def test_all_small_plots_have_one_scale_and_none_covers_another():
    layout = small_multiples(HISTORIES, "Bedford", "the East of England", SCALE).figure.layout
    axes = [layout[name] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert len({one.range for one in axes}) == 1
    assert axes[0].domain == axes[1].domain
    assert axes[2].domain[1] < axes[0].domain[0]
    assert layout.xaxis.domain[1] < layout.xaxis2.domain[0]


@pytest.mark.parametrize("years", [1, 5, 13])
def test_the_years_under_a_small_plot_fit_on_a_phone(years):
    chart = small_multiples([history([3.0] * years)] * 2, "Bedford", "the East of England", SCALE)
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
    "years": lambda: small_multiples(HISTORIES, "Bedford", "the East of England", SCALE),
}


@pytest.mark.parametrize("name", CHARTS)
def test_each_can_leave_the_page_as_a_picture_and_as_numbers(name):
    chart = CHARTS[name]()
    assert chart.title in as_svg(chart.figure, chart.title, chart.alt).replace("&#x27;", "'")
    assert len({tuple(row) for row in chart.numbers}) == 1
