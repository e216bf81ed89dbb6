"""A theme's card: the nearest level in words, what moved, and the verdict against others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.comparison.result import Comparison
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import Finding
from owf.benchmark.words.key_points import nearest_level, theme_card

LABELS = {1: "not yet", 2: "planning", 3: "some progress", 4: "good progress", 5: "embedded"}


def finding(score, verdict=Verdict.AHEAD):
    return Finding(
        kind=GroupKind.THEME,
        theme="caf",
        aspect=None,
        n_items=4,
        title="Common Assessment Framework",
        phrase="CAF",
        sentence="",
        trust="Borsetshire",
        verdict=verdict,
        comparison=Comparison(verdict=verdict, n=8, k=9, score=score),
        claim="",
        comparator="the West",
        year=2011,
    )


@given(st.floats(1, 5))
def test_the_nearest_level_is_nearer_than_any_other(score):
    found = nearest_level(score, [1, 2, 3, 4, 5])
    assert all(abs(score - found) <= abs(score - level) + 1e-8 for level in LABELS)


@pytest.mark.parametrize(("score", "level"), [(2.5, 2), (3.5, 3), (3.4999, 3), (3.51, 4)])
def test_of_two_levels_as_near_the_lower_is_named(score, level):
    assert nearest_level(score, [1, 2, 3, 4, 5]) == level


def test_a_card_says_level_change_and_verdict_in_one_sentence():
    card = theme_card(finding(3.62), LABELS, agreed=4.0, no_change_because="new in 2011.")
    assert (card.level, card.level_words, card.agreed) == (4, "good progress", 4.0)
    assert card.sentence == (
        "Common Assessment Framework: 3.6, nearest to 4 (good progress); new in 2011; ahead "
        "against the West."
    )


def test_a_card_without_a_score_says_so():
    card = theme_card(finding(None, Verdict.NOT_COMPARED), LABELS)
    assert (card.score, card.level, card.level_words) == (None, None, "")
    assert card.sentence == (
        "Common Assessment Framework: no score; not compared against the West."
    )


@pytest.mark.parametrize(("score", "levels"), [(float("nan"), [1, 2]), (3.0, [])])
def test_it_refuses_a_score_that_is_none_and_a_scale_without_levels(score, levels):
    with pytest.raises(ValueError, match="Give a finite score"):
        nearest_level(score, levels)
