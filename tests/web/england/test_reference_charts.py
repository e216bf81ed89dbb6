"""England's charts of participation, regions and the workforce: numbers as they were found."""

from __future__ import annotations

import pytest

from owf.assessment.results.england import Line, Mean, Part
from owf.assessment.results.reference_figures import vacancies, workforce_size
from owf.charts.england.participation import participation
from owf.charts.england.reference_figures import vacancy_rates, workforce
from owf.charts.england.regions import TOO_FEW, regions_beside
from owf.charts.export.svg import as_svg

REGIONS = [
    Part("North East", 12, 12, {"overall": Mean(10, 3.1)}),
    Part("Yorkshire and The Humber", 13, 15, {"overall": Mean(12, 3.4)}),
    Part("London", 2, 33, {"overall": Mean(2, None)}),
]
ENGLAND = Part("England", 27, 60, {"overall": Mean(24, 3.25)})
LINE = Line("overall", "Overall", "Overall", Mean(24, 3.25), None)


def by_name(chart):
    return {one.name: one for one in chart.figure.data}


def test_bars_of_participation_are_as_long_as_there_are_trusts():
    bars = by_name(participation(REGIONS, ENGLAND, 2009))
    assert list(bars["signed off"].x) == [12, 13, 2]
    assert list(bars["all Trusts"].x) == [12, 15, 33]
    assert [text.strip() for text in bars["all Trusts"].text] == [
        "12 of 12",
        "13 of 15",
        "2 of 33",
    ]


@pytest.mark.parametrize(
    ("regions", "england", "title"),
    [
        (REGIONS, ENGLAND, "27 of the 60 Trusts (45%) have signed off 2009; Trusts are missing in "
                           "2 of the 3 regions."),
        (REGIONS[:1], Part("England", 12, 12, {}), "All 12 Trusts have signed off 2009."),
        ([REGIONS[1]], Part("England", 13, 15, {}),
         "13 of the 15 Trusts (87%) have signed off 2009; those missing are all in "
         "Yorkshire and The Humber."),
    ],
)  # fmt: skip
def test_the_title_says_where_trusts_are_missing(regions, england, title):
    assert participation(regions, england, 2009).title == title


def test_a_region_stands_at_its_mean_and_one_of_few_trusts_has_no_mark():
    chart = regions_beside(REGIONS, LINE)
    marks = [one for one in chart.figure.data if one.mode == "markers"]
    assert [one.x[0] for one in marks] == [3.1, 3.4]
    assert f"London: {TOO_FEW}." in chart.alt
    assert [row["Mean"] for row in chart.numbers] == [3.1, 3.4, None]
    line = next(one for one in chart.figure.layout.shapes if one.type == "line")
    assert line.x0 == 3.25


def test_without_any_mean_the_regions_say_so():
    few = Line("overall", "Overall", "Overall", Mean(2, None), None)
    chart = regions_beside(REGIONS[2:], few)
    assert "too few Trusts have published" in chart.title
    assert not chart.figure.data


def test_bars_of_the_workforce_are_as_long_as_its_sectors():
    found = workforce_size()
    chart = workforce(found)
    assert [one.x[1] for one in chart.figure.data] == [one.people for one in found.sectors]
    assert "table 2.1" in chart.caption


def test_lines_of_vacancies_run_through_the_published_rates():
    found = vacancies()
    lines = by_name(vacancy_rates(found))
    assert {name: tuple(line.y) for name, line in lines.items()} == dict(found.rates)
    assert vacancy_rates(found).figure.layout.yaxis.range[0] == 0


@pytest.mark.parametrize(
    "chart",
    [
        participation(REGIONS, ENGLAND, 2009),
        regions_beside(REGIONS, LINE),
        workforce(workforce_size()),
        vacancy_rates(vacancies()),
    ],
    ids=["participation", "regions", "workforce", "vacancies"],
)
def test_each_can_leave_the_page_as_a_picture(chart):
    assert chart.caption.split()[0] in as_svg(chart.figure, chart.title, chart.alt, chart.caption)
