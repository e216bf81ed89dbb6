"""Single questions beside others': what stands out, by p adjusted over all of them."""

from __future__ import annotations

import pytest

from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.comparison.compare import compare_groups
from owf.benchmark.comparison.result import stands_out
from tests.cast import handed_on

OTHERS = (821, 822, 823, 874, 881)
BEFORE = {"health": 2, "police": 3, "schools": 2}


@pytest.fixture
def beside(cast, tiny_pack):
    """Cambridgeshire's questions, which are high on the first one alone."""

    def compare(publication="full", who=None, first=5):
        own = {
            sector: {item.id: level for item in tiny_pack.items} | {tiny_pack.items[0].id: first}
            for sector, level in BEFORE.items()
        }
        cast.sign(cast.cambridgeshire, own)
        for number, trust in enumerate(OTHERS):
            cast.sign(cast.open_trust(trust), handed_on(BEFORE, number), publication)
        return compare_with(cast.store, who or cast.carol, 873, 2009).items

    return compare


def test_the_question_on_which_it_differs_stands_out_and_no_other(beside, tiny_pack):
    found = beside()
    (one,) = found.standing_out
    assert one.item.id == tiny_pack.items[0].id
    assert (one.comparison.n, one.comparison.k) == (3, 5)
    assert one.comparison.score == 5.0
    assert (found.compared, found.others) == (len(tiny_pack.items), 5)


def test_p_is_adjusted_over_all_questions_of_the_pack(beside, tiny_pack):
    (one,) = beside().standing_out
    units = {
        item.id: {"own": dict.fromkeys(BEFORE, 5.0) if place == 0 else BEFORE}
        | {str(trust): handed_on(BEFORE, number) for number, trust in enumerate(OTHERS)}
        for place, item in enumerate(tiny_pack.items)
    }
    by_hand = compare_groups(units, "own")
    assert one.comparison.by_sector
    assert one.comparison.p_adjusted == pytest.approx(by_hand[one.item.id].p_adjusted)
    assert [item for item, found in by_hand.items() if stands_out(found)] == [one.item.id]


def test_trusts_that_are_not_published_in_full_enter_no_figure_on_a_question(beside):
    found = beside("headline")
    assert (found.standing_out, found.compared, found.others) == ((), 0, 0)


def test_where_all_answer_alike_nothing_stands_out(beside, tiny_pack):
    assert beside(first=2).standing_out == ()
