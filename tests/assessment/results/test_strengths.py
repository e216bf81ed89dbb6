"""Strengths and weaknesses inside a Trust, as its comparison tells them (METHOD 5a)."""

import pytest

from owf.assessment.results.trust_comparison import compare_with
from owf.questionnaire import NonScore
from tests.cast import handed_on

OTHERS = (821, 822, 823, 874, 881)


@pytest.fixture
def sign(cast):
    """Cambridgeshire, good at training in both themes, among Trusts that are even.

    Of theirs, one sector rates training higher than all else and another one lower.
    """

    def sign_all(ours):
        cast.sign(cast.cambridgeshire, ours)
        for number, trust in enumerate(OTHERS):
            level = 2 + number % 2
            levels = {
                "health": leaning(cast.pack, level, level + 1),
                "police": leaning(cast.pack, 3, 2),
                "schools": 3,
            }
            cast.sign(cast.open_trust(trust), handed_on(levels, number))

    return sign_all


def leaning(pack, level, training):
    """One partner's levels: another on training than on all else."""
    return {item.id: training if item.aspect == "training" else level for item in pack.items}


def test_what_is_strong_in_several_themes_is_one_key_point(cast, sign):
    pack = cast.pack
    sign(
        {one: leaning(pack, 2, 5) for one in ("health", "police")}
        | {"schools": leaning(pack, 3, 4)}
    )
    found = compare_with(cast.store, cast.erin, 873, 2009)
    training = next(one for one in found.strengths if one.aspect == "training")
    assert training.strength.difference > 0
    assert training.verdict.direction == 1
    (point,) = [one for one in found.key_points if "strength" in one]
    assert "training (as in 1 of 6 Trusts)" in point
    assert training.alike == (1, 6)
    shown = found.to_json(made_up=True)["strengths_and_weaknesses"]
    assert {one["aspect"] for one in shown} == {"training", "coaching", "co-location", "benefit"}


def test_the_same_is_said_whoever_it_is_compared_with(cast, sign):
    sign(dict.fromkeys(("health", "police", "schools"), leaning(cast.pack, 2, 4)))
    region = compare_with(cast.store, cast.erin, 873, 2009)
    england = compare_with(cast.store, cast.erin, 873, 2009, "england")
    assert region.strengths == england.strengths


def test_a_trust_without_any_score_has_no_strength_and_no_weakness(cast, sign):
    sign(dict.fromkeys(("health", "police", "schools"), NonScore.DONT_KNOW))
    assert compare_with(cast.store, cast.erin, 873, 2009).strengths == ()
