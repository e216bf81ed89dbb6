"""The heading of a Trust's results, and the point on where five years lead."""

from dataclasses import replace

import pytest

from owf.benchmark.change.changes import Change, ChangeVerdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import ChangeFinding
from owf.benchmark.words.key_points import trend_points, year_headline
from tests.benchmark.change.test_histories import history, points
from tests.benchmark.words.test_theme_cards import finding

RISING, LEVEL, SHORT = (2.0, 2.4, 2.8, 3.2, 3.6), (3.0, 3.1, 3.0, 3.1, 3.0), (3.0, 3.1)


def change(verdict):
    return ChangeFinding(
        kind=GroupKind.OVERALL,
        theme=None,
        aspect=None,
        n_items=4,
        title="Overall",
        sentence="",
        trust="Borsetshire",
        verdict=verdict,
        change=Change(n=8),
        years=(2010, 2011),
    )


def overall():
    found = finding(3.6)
    return type(found)(
        **(vars(found) | {"claim": "Overall in 2011, Borsetshire is ahead of the West"})
    )


@pytest.mark.parametrize(
    ("verdict", "since"),
    [
        (ChangeVerdict.IMPROVED, ", and improved since 2010"),
        (ChangeVerdict.ABOUT_THE_SAME, ", and about the same as in 2010"),
        (ChangeVerdict.NO_CLEAR_CHANGE, ", with no clear change since 2010"),
        (ChangeVerdict.WORSE, ", and worse than in 2010"),
        (ChangeVerdict.CANNOT_BE_CALCULATED, ""),
    ],
)
def test_the_heading_says_where_it_stands_and_how_it_moved(verdict, since):
    found = year_headline(overall(), change(verdict))
    assert found == f"Overall in 2011, Borsetshire is ahead of the West{since}"


@pytest.mark.parametrize("verdict", list(ChangeVerdict))
def test_like_last_year_and_unknown_are_never_worded_alike(verdict):
    others = {year_headline(overall(), change(one)) for one in ChangeVerdict if one != verdict}
    assert year_headline(overall(), change(verdict)) not in others


def test_without_a_year_before_the_heading_says_only_where_it_stands():
    assert year_headline(overall(), None) == "Overall in 2011, Borsetshire is ahead of the West"


def on_theme(theme, made):
    return replace(history(points(*made)), theme=theme, short=theme.title())


def test_five_years_make_one_point_outcome_by_outcome():
    said = trend_points(
        [history(points(*RISING)), on_theme("training", RISING), on_theme("sharing", LEVEL)]
    )
    assert said == (
        "Over the latest five years: increasing and getting better overall and on training; no "
        "clear trend on sharing.",
    )


def test_where_no_trend_can_be_calculated_there_is_no_point():
    assert trend_points([history(points(*SHORT)), on_theme("training", SHORT)]) == ()
