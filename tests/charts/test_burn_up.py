"""Milestones promised and reached: one step a quarter, on the page and in a file of it."""

from datetime import date
from itertools import pairwise

import pytest

from owf.charts.export.svg import as_svg
from owf.charts.plan.burn_up import burn_up_chart
from owf.improvement.plan.milestones import Achieved, BurnUpPoint
from owf.improvement.plan.quarters import Quarter, quarters_between


def points_of(quarters, reached, promised=7):
    """A point a quarter from April 2009; ``reached``: how many by the end of each that is over."""
    first = Quarter(date(2009, 4, 1))
    found = [first]
    while len(found) < quarters:
        found.append(found[-1].next)
    return [
        BurnUpPoint(
            one.last_day,
            promised + place,
            promised,
            reached[place] if place < len(reached) else None,
        )
        for place, one in enumerate(quarters_between(first, found[-1]))
    ]


@pytest.mark.parametrize("quarters", [1, 2, 3, 12, 40])
@pytest.mark.parametrize("promised", [1, 7, 66, 1500])
def test_it_can_be_drawn_as_a_file_however_long_and_large_the_plan_is(quarters, promised):
    chart = burn_up_chart(points_of(quarters, [1], promised), Achieved(1, promised))
    svg = as_svg(chart.figure, chart.title, chart.alt, chart.caption)
    assert svg.count("<polyline") >= 2
    assert "Promised first" in svg


def test_each_count_holds_until_the_end_of_the_next_quarter():
    chart = burn_up_chart(points_of(5, [0, 2, 5]), Achieved(5, 7))
    reached = chart.figure.data[2]
    assert list(zip(reached.x, reached.y, strict=True)) == [(0, 0), (1, 0), (1, 2), (2, 2), (2, 5)]
    for one in chart.figure.data:
        assert all(
            (x0 == x1) != (y0 == y1) or (x0, y0) == (x1, y1)
            for (x0, y0), (x1, y1) in pairwise(zip(one.x, one.y, strict=True))
        )


def test_the_ends_of_financial_years_are_named_and_never_too_many():
    chart = burn_up_chart(points_of(12, []), Achieved(0, 7))
    assert list(chart.figure.layout.xaxis.ticktext) == ["Mar 2010", "Mar 2011", "Mar 2012"]
    chart = burn_up_chart(points_of(40, []), Achieved(0, 7))
    assert len(chart.figure.layout.xaxis.ticktext) <= 6
