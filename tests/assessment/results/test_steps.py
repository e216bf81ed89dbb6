"""A comparison is kept by what it is made of, and never outlives it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.rules import Verdict
from tests.cast import handed_on

OTHERS = (821, 822, 823, 874, 881)
MIDDLE = {"health": 2, "police": 3, "schools": 2}


@pytest.fixture
def compare(cast):
    """Cambridgeshire among five others, as somebody sees it."""
    cast.sign(cast.cambridgeshire, {"health": 4, "police": 5, "schools": 4})
    for number, trust in enumerate(OTHERS):
        cast.sign(cast.open_trust(trust), handed_on(MIDDLE, number))
    return lambda who=None: compare_with(cast.store, who or cast.carol, 873, 2009)


def test_the_same_snapshots_give_the_same_comparison(compare):
    assert compare().findings == compare().findings
    assert compare().agreed == compare().agreed


def test_a_trust_that_shows_less_from_now_on_is_gone_from_the_next_page(cast, compare):
    assert compare().findings[0].comparison.k == 5
    assert compare().findings[0].verdict is Verdict.AHEAD
    with cast.store.writing() as session:
        session.execute(text("UPDATE round SET publication = 'done' WHERE trust = 881"))
    found = compare()
    assert found.findings[0].verdict is Verdict.NOT_COMPARED
    assert found.findings[0].comparison.k == 4
    assert len(found.others) == 4
    assert found.spreads == {}
    assert all(one.k == 4 for one in found.agreed.values())


def test_one_more_trust_is_in_the_next_page(cast, compare):
    before = compare().findings[0].comparison
    cast.sign(cast.open_trust(882), {"health": 5, "police": 5, "schools": 5})
    after = compare().findings[0].comparison
    assert (before.k, after.k) == (5, 6)
    assert after.reference > before.reference


def test_what_the_own_people_see_is_not_kept_for_those_outside(cast, compare):
    assert compare().scores["overall"].sector_scores
    outside = compare(cast.grace)
    assert outside.seen_from_outside
    assert outside.scores["overall"].sector_scores == {}
    assert compare().scores["overall"].sector_scores
