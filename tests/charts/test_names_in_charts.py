"""Names in charts: whatever somebody has called a Trust or a theme is shown as it is written."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest

from owf.access import OPERATOR
from owf.assessment.results.england import InBand, Line, Mean, Part
from owf.assessment.results.reference_figures import vacancies, workforce_size
from owf.assessment.results.region_weaknesses import PartOfRegion
from owf.assessment.results.standings import Standing
from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.order.funnel import funnel_of
from owf.benchmark.scores.groups import Group, GroupKind
from owf.charts.england.bands import bands
from owf.charts.england.participation import participation
from owf.charts.england.reference_figures import vacancy_rates, workforce
from owf.charts.england.regions import regions_beside
from owf.charts.export.svg import as_svg
from owf.charts.of_comparison import agreed_rows
from owf.charts.rows import bold, coded, fitting, plain
from owf.charts.trusts.caterpillar import MeanLine, caterpillar
from owf.charts.trusts.funnel import funnel
from owf.charts.trusts.movers import movers
from owf.charts.trusts.pair import pair
from owf.charts.trusts.region_weaknesses import region_weak
from owf.charts.verdicts.agreed_range import agreed_range
from owf.charts.verdicts.audiences import audiences
from owf.charts.verdicts.slopes import theme_changes
from owf.charts.verdicts.spine import SpineRow, spine
from owf.store import Store
from owf.web.markup.html import NOTHING
from tests.web.rendered import CAMBRIDGESHIRE, NORFOLK

ODD = 'A <b> & "C"'
LEVELS = (1, 2, 3, 4, 5)
SAFE = 'A &lt;b&gt; &amp; "C"'


@pytest.fixture(scope="module")
def seen(demo_path):
    """Cambridgeshire 2008 with its people, and Norfolk 2009 with a year before it."""
    store = Store(f"sqlite:///{demo_path}")
    found = (
        compare_with(store, OPERATOR, CAMBRIDGESHIRE, 2008),
        compare_with(store, OPERATOR, NORFOLK, 2009),
    )
    store.close()
    return found


def _caterpillar(view, _):
    standing = view.standings.on(None)
    places = tuple(replace(one, name=f"{ODD} {n}") for n, one in enumerate(standing.places))
    named = Standing(standing.group, places, False, "", None)
    return caterpillar(named, "A title.", MeanLine(3.0, ODD, "The mean is 3.00."))


def _regions(view, _):
    parts = [Part(ODD, 12, 12, {"overall": Mean(10, 3.1)})]
    return regions_beside(parts, Line("overall", "Overall", "Overall", Mean(10, 3.1), None))


def _region_weak(view, _):
    theme = Group(GroupKind.THEME, theme="caf")
    part = PartOfRegion(theme, ODD, ODD, None, 6, 2.0, 3.0, -1.0, (-1.5, -0.5))
    return region_weak([part], "London")


def _workforce(view, _):
    found = workforce_size()
    return workforce(
        replace(found, sectors=tuple(replace(one, sector=ODD) for one in found.sectors))
    )


def _vacancies(view, _):
    found = vacancies()
    return vacancy_rates(replace(found, rates={ODD: next(iter(found.rates.values()))}))


def _movers(view, later):
    moved = [replace(one, trust=ODD) for one in later.changes[:2]]
    return movers(moved, [(ODD, ODD)], None, "A title.")


CHARTS = {
    "agreed": lambda view, _: agreed_range(
        [
            replace(one, finding=replace(one.finding, phrase=ODD))
            for one in agreed_rows(view)
        ],
        "Here",
    ),
    "audiences": lambda view, _: audiences(
        [replace(one, phrase=ODD) for one in view.gaps], view.practitioners, "A title.", LEVELS
    ),
    "bands": lambda view, _: bands([InBand(ODD, 1.0, 2.0, 3)], 3.0),
    "caterpillar": _caterpillar,
    "funnel": lambda view, _: funnel(
        funnel_of({ODD: (4, 3.1), f"{ODD} 2": (4, 1.0)}, 3.0, 0.7, 60), "A title.", ODD, ODD
    ),
    "movers": _movers,
    "pair": lambda view, _: pair(
        *([replace(one, phrase=ODD) for one in view.findings[:3]] for _ in "ab"),
        "A title.", NOTHING, LEVELS,
    ),
    "participation": lambda view, _: participation(
        [Part(ODD, 12, 12, {})], Part("England", 12, 12, {}), 2009
    ),
    "region weak": _region_weak,
    "regions": _regions,
    "theme changes": lambda view, later: theme_changes(
        [replace(one, phrase=ODD) for one in later.changes[1:4]], "A title."
    ),
    "spine": lambda view, _: spine(
        [SpineRow(replace(one, phrase=ODD)) for one in view.findings[:3]], "A title.", "England"
    ),
    "vacancies": _vacancies,
    "workforce": _workforce,
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_a_name_with_signs_of_markup_is_written_and_not_obeyed(seen, name):
    chart = CHARTS[name](*seen)
    layout = chart.figure.layout
    texts = [
        *(one.text for one in layout.annotations),
        *(layout.yaxis.ticktext or ()),
        *(layout.xaxis.ticktext or ()),
    ]
    with_name = [text for text in texts if 'C"' in text]
    assert with_name
    for text in with_name:
        assert ODD not in text
        assert SAFE in text
    picture = as_svg(chart.figure, chart.title, chart.alt, "")
    assert escape(ODD, quote=False) in picture
    assert "&amp;amp;" not in picture


def test_a_question_s_code_and_name_are_written_as_they_are():
    assert coded("A&B 1", ODD) == (f"<b>A&amp;B 1</b> {SAFE}", 1)


def test_signs_that_are_written_as_entities_count_as_one_letter():
    assert fitting(bold("&" * 46), 46) == 15
    assert fitting(bold("&" * 47), 46) == 13
    assert plain("Bournemouth, Christchurch and Poole") == "Bournemouth, Christchurch and Poole"
