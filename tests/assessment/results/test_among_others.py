"""A Trust among the others it is compared with: only named ones are shown, at least five."""

from __future__ import annotations

import pytest

from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import NonScore
from tests.cast import handed_on

OWN, LOW, HIGH = 873, 881, 882
NAMED = (821, 822, 823, 874)
OVERALL = Group(GroupKind.OVERALL)
MIDDLE = {"health": 2, "police": 3, "schools": 2}


def alike(level):
    return {"health": level, "police": level, "schools": level}


@pytest.fixture
def signed(cast):
    """Cambridgeshire and six others of its region, the two last at the ends, published so."""

    def sign(low="full", high="full", own=None, publication="full"):
        cast.sign(cast.cambridgeshire, own or MIDDLE, publication)
        for number, trust in enumerate(NAMED):
            cast.sign(cast.open_trust(trust), handed_on(MIDDLE, number))
        cast.sign(cast.open_trust(LOW), alike(1), low)
        cast.sign(cast.open_trust(HIGH), alike(5), high)
        return compare_with(cast.store, cast.carol, OWN, 2009)

    return sign


def test_the_spread_is_that_of_the_other_named_trusts(signed):
    spread = signed(own=alike(5)).spreads[OVERALL]
    assert (spread.lowest, spread.highest, spread.n) == (1.0, 5.0, 6)
    assert spread.median == pytest.approx(7 / 3)


def test_no_unnamed_trust_moves_the_spread_or_stands_among_the_others(signed):
    view = signed(low="headline")
    assert view.spreads[OVERALL].lowest == pytest.approx(7 / 3)
    names = [place.name for place in view.standings.on(None).places]
    assert len(names) == 6
    assert "Essex" not in names


def test_of_fewer_than_five_named_trusts_there_is_no_spread(signed):
    assert signed(low="headline", high="done").spreads == {}


def test_the_trust_itself_stands_among_them_with_its_finding_whatever_it_publishes(signed):
    view = signed(publication="done")
    standing = view.standings.on(None)
    (own,) = [place for place in standing.places if place.finding]
    assert own.trust == OWN
    assert own.finding == view.findings[0]
    assert own.limits.lower < own.score < own.limits.upper
    assert own.n == 3


def test_a_trust_that_has_too_few_sectors_stands_last_and_has_no_limits(signed):
    standing = signed(own={"health": 3, "police": 4, "schools": NonScore.DONT_KNOW}).standings.on(
        None
    )
    last = standing.places[-1]
    assert (last.trust, last.n, last.limits, last.shrunken) == (OWN, 2, None, None)
    assert last.why_nothing == "too few partners"
    # Its own people see its own score; it takes part in no comparison (METHOD 1.7).
    assert last.score == 3.5


def test_an_unknown_theme_in_an_address_gives_the_overall_standing(signed):
    view = signed()
    assert view.standings.on("no-such-theme").group == OVERALL
    assert view.standings.on("caf").group == Group(GroupKind.THEME, theme="caf")


def test_others_are_in_order_of_score_only_where_the_gate_allows(signed):
    standing = signed().standings.on(None)
    names = [place.name for place in standing.places]
    assert standing.by_score
    assert (names[0], names[-1]) == ("Southend-on-Sea", "Essex")
    assert "In order of score" in standing.why
