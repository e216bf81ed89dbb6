"""Who moved, where the region is low, and two Trusts: figures have the findings' own numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from owf.access import OPERATOR
from owf.assessment.results.region import open_region
from owf.assessment.results.region_weaknesses import PartOfRegion
from owf.assessment.results.standings import MeanOfTwoYears
from owf.benchmark.scores.groups import Group, GroupKind
from owf.charts.export.svg import as_svg
from owf.charts.theme import LIGHT
from owf.charts.trusts.movers import movers
from owf.charts.trusts.pair import pair
from owf.charts.trusts.region_weaknesses import region_weak
from owf.store import Store
from owf.web.region.tables import pair_table
from tests.web.rendered import EAST

SCALE = (1, 2, 3, 4, 5)
LONG = "Bournemouth, Christchurch and Poole"
MEAN = MeanOfTwoYears(3.0, 3.25, 6, 0)

WORKING_OR_TAG = r'<div class="owf-working">.*?</div>|<[^>]+>'


@pytest.fixture(scope="module")
def east(demo_path):
    """The East of England in 2009."""
    store = Store(f"sqlite:///{demo_path}")
    found = open_region(store, OPERATOR, EAST, 2009)
    store.close()
    return found


@pytest.fixture
def changes(east):
    return [one for trust in east.trusts for one in trust.changes if one.theme == "caf"]


def cells(markup):
    return [
        [
            " ".join(re.sub(WORKING_OR_TAG, " ", cell, flags=re.S).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.S)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", str(markup), flags=re.S)[1:]
    ]


def labels(chart):
    return [one for one in chart.figure.layout.annotations if one.xref == "paper"]


def pixels_a_row(chart):
    layout = chart.figure.layout
    low, high = layout.yaxis.range
    return (layout.height - layout.margin.t - layout.margin.b) / (high - low)


def has_no_odd_number(chart):
    drawn = chart.figure.to_json() + str(chart.table) + chart.alt + chart.caption
    return not re.search(r"NaN|Infinity|\bnan\b|\binf\b|\bNone\b", drawn)


def test_the_largest_rise_stands_first_and_each_bar_is_the_finding_s_own(changes):
    chart = movers(changes, (), MEAN, "A title.")
    marks = [trace for trace in chart.figure.data if trace.mode == "markers"]
    moved = [trace.x[0] for trace in marks]
    assert moved == sorted((one.change.mean_change for one in changes), reverse=True)
    by_change = {one.change.mean_change: one for one in changes}
    lines = [tuple(trace.x) for trace in chart.figure.data if trace.mode == "lines"]
    assert lines == [
        ends
        for value in moved
        for ends in (by_change[value].change.ci95, by_change[value].change.ci90)
    ]
    for label, value in zip(labels(chart), moved, strict=True):
        found = by_change[value]
        assert label.text.startswith(f"<b>{found.trust}</b>")
        assert label.text.endswith(f"{found.symbol} {found.verdict}")
    assert [row["Change"] for row in chart.numbers] == moved
    assert has_no_odd_number(chart)


def test_the_region_s_mean_change_is_a_line_with_its_name(changes):
    chart = movers(changes, (), MEAN, "A title.")
    (mean,) = [shape for shape in chart.figure.layout.shapes if shape.line.dash == "dash"]
    assert mean.x0 == MEAN.change
    assert "the region's mean: +0.25" in [one.text for one in chart.figure.layout.annotations]
    without = movers(changes, (), None, "A title.")
    assert not [shape for shape in without.figure.layout.shapes if shape.line.dash == "dash"]


def test_a_trust_without_a_change_has_a_row_that_says_why_and_no_mark(changes):
    chart = movers(changes, [(LONG, "no results for 2008")], MEAN, "A title.")
    assert labels(chart)[-1].text == f"<b>{LONG}</b>  no results for 2008"
    assert len([one for one in chart.figure.data if one.mode == "markers"]) == len(changes)
    assert cells(chart.table)[-1] == [LONG, *["none"] * 5, "no results for 2008"]
    assert f"{LONG}: no results for 2008." in chart.alt
    assert chart.numbers[-1].keys() == chart.numbers[0].keys()
    assert has_no_odd_number(chart)


def test_the_rows_of_33_boroughs_with_long_names_keep_apart(changes):
    many = [replace(changes[0], trust=f"{LONG} {place}") for place in range(33)]
    chart = movers(many, (), MEAN, "A title.")
    rows = labels(chart)
    assert min((one.y - two.y) * pixels_a_row(chart) for one, two in pairwise(rows)) >= 40
    assert {one.font.size for one in rows} == {13}


def test_no_mover_s_limit_is_cut_off_by_the_figure_s_edge(changes):
    wild = replace(changes[0], change=replace(changes[0].change, ci95=(-2.2, 1.9)))
    low, high = movers([wild], (), MEAN, "A title.").figure.layout.xaxis.range
    assert low <= -2.2
    assert high >= 1.9


# Where the region is low.


def test_each_part_stands_at_its_difference_lowest_first_with_england_beside(east):
    chart = region_weak(east.parts, east.region)
    for kind in (GroupKind.THEME, GroupKind.ASPECT):
        of_kind = [one for one in east.parts if one.group.kind is kind]
        drawn = [row["Difference"] for row in chart.numbers if row["Kind"] == str(kind)]
        assert drawn == sorted(one.difference for one in of_kind)
    circles = [one.x[0] for one in chart.figure.data if one.marker.symbol == "circle"]
    assert circles == [row["Difference"] for row in chart.numbers]
    bars = [tuple(one.x) for one in chart.figure.data if one.mode == "lines"]
    assert bars == [(row["95% lower"], row["95% upper"]) for row in chart.numbers]
    diamonds = [one.x[0] for one in chart.figure.data if one.marker.symbol == "diamond"]
    assert diamonds == [row["England's difference"] for row in chart.numbers]
    assert "below its own overall score on information sharing (−0.14; England −0.15)," in (
        chart.title
    )
    assert "leadership (−0.12; England −0.15)" in chart.title
    assert has_no_odd_number(chart)


def test_a_region_where_nothing_is_low_says_so_and_one_of_too_few_trusts_too():
    theme = Group(GroupKind.THEME, theme="caf")
    high = PartOfRegion(theme, "CAF", "CAF", None, 6, 3.0, 3.0, 0.0, (-0.1, 0.1))
    assert region_weak([high], "London").title == (
        "No theme or aspect of London is clearly below its own overall score."
    )
    few = region_weak([PartOfRegion(theme, "CAF", "CAF", None, 4)], "London")
    assert few.title.startswith("Too few Trusts of London publish in full")
    assert cells(few.table) == [["CAF theme", "4", *["too few Trusts"] * 5]]
    assert has_no_odd_number(few)


def part(name, difference, ci95, england=None, kind=GroupKind.THEME):
    group = Group(kind, **{"theme" if kind is GroupKind.THEME else "aspect": name})
    return PartOfRegion(
        group, name, name, None, 6, 3.0 + difference, 3.0, difference, ci95, england, 90
    )


def test_the_lowest_is_named_only_where_its_limits_lie_below_the_region_s_own_score():
    wide = part("caf", -0.4, (-0.9, 0.1), -0.1)
    assert region_weak([wide], "London").title == (
        "No theme or aspect of London is clearly below its own overall score."
    )
    narrow = part("information sharing", -0.2, (-0.3, -0.1), -0.15)
    aspect = part("leadership", -0.3, (-0.5, -0.1), None, GroupKind.ASPECT)
    assert region_weak([wide, narrow, aspect], "the East of England").title == (
        "The East of England is clearly below its own overall score on information sharing "
        "(−0.20; England −0.15) and leadership (−0.30)."
    )


def test_of_many_that_are_clearly_low_the_title_names_the_lowest_and_counts_the_rest():
    many = [part(f"theme {place}", -0.1 * place, (-1.0, -0.05)) for place in range(1, 7)]
    title = region_weak(many, "London").title
    assert "theme 6 (−0.60), theme 5" in title
    assert title.endswith("theme 3 (−0.30) and 2 more.")


def test_no_verdict_s_colour_or_mark_is_given_to_a_region_s_part(east):
    chart = region_weak(east.parts, east.region)
    assert LIGHT.behind not in chart.figure.to_json()
    assert not re.search(r"[▲△▽▼]|ahead|behind", chart.alt + chart.title + str(chart.table))


# Two Trusts side by side.


def test_two_trusts_stand_with_their_scores_on_each_theme(east):
    left, right = east.trusts[0], east.trusts[-1]
    chart = pair(left.headline, right.headline, "A title.", pair_table(east, left, right), SCALE)
    for symbol, trust in (("circle", left), ("diamond-open", right)):
        drawn = [one.x[0] for one in chart.figure.data if one.marker.symbol == symbol]
        assert drawn == [one.comparison.score for one in trust.headline]
    assert left.name in chart.caption
    assert right.name in chart.caption
    assert len(chart.numbers) == len(left.headline)
    assert chart.numbers[0][f"{left.name}: score"] == left.headline[0].comparison.score
    assert has_no_odd_number(chart)


def test_the_figures_leave_the_page_with_their_words(east, changes):
    left, right = east.trusts[0], east.trusts[-1]
    for chart in (
        movers(changes, [(LONG, "no results for 2008")], MEAN, "A title."),
        region_weak(east.parts, east.region),
        pair(left.headline, right.headline, "A title.", pair_table(east, left, right), SCALE),
    ):
        picture = as_svg(chart.figure, chart.title, chart.alt, chart.caption)
        for label in labels(chart):
            name = re.search(r"<b>(.*?)</b>", label.text)
            assert name is None or name[1].split(",")[0] in picture
        assert "(n)" in picture or "publish in full" in picture
