import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from owf.benchmark.comparison.agreed_scores import (
    AgreedVerdict,
    agreed_findings_of,
    agreed_points,
    compare_agreed,
)
from owf.benchmark.comparison.workings import working_of
from owf.benchmark.order.spread import expected_range
from owf.benchmark.rules import Rules
from owf.benchmark.scores.groups import Group, groups_of

OTHERS = [2.0, 2.5, 3.0, 3.0, 3.5, 4.0]
LEVELS = st.integers(4, 20).map(lambda quarter: quarter / 4)


def test_outside_the_expected_range_is_unusual_and_on_its_end_is_not():
    low, high = expected_range(OTHERS)
    verdicts = [
        compare_agreed(score, OTHERS).verdict
        for score in (low - 0.01, low, 3.0, high, high + 1e-12, high + 0.01)
    ]
    assert [str(verdict) for verdict in verdicts] == [
        "unusually low",
        *["within the expected range"] * 4,
        "unusually high",
    ]
    found = compare_agreed(3.0, OTHERS)
    assert (found.expected, found.k) == ((low, high), 6)


@pytest.mark.parametrize(
    ("score", "others", "why_not"),
    [
        (None, OTHERS, "no level was agreed here"),
        (3.0, [], "too few comparators (no other Trust shows an agreed score, at least 5 are"),
        (3.0, [3.0], "too few comparators (1 other Trust shows an agreed score"),
        (3.0, [2.0, 3.0, 4.0, 2.5], "too few comparators (4 other Trusts show an agreed score"),
        (5.0, [3.0] * 5, "there is no variation: the 5 other Trusts agreed on the same score"),
    ],
)
def test_without_a_range_it_is_not_compared_and_says_why(score, others, why_not):
    found = compare_agreed(score, others)
    assert found.verdict is AgreedVerdict.NOT_COMPARED
    assert found.why_not.startswith(why_not)
    assert found.expected is None


def test_the_fewest_others_are_those_of_the_rules_but_two_at_least():
    assert compare_agreed(3.0, [2.0, 3.0], Rules(min_others=2)).expected is not None
    assert compare_agreed(3.0, [2.0], Rules(min_others=1)).verdict is AgreedVerdict.NOT_COMPARED


@given(LEVELS, st.lists(LEVELS, min_size=5, max_size=12), st.randoms(use_true_random=False))
def test_order_and_a_constant_change_nothing_and_a_mirror_turns_it_round(score, others, random):
    found = compare_agreed(score, others)
    assert compare_agreed(score, random.sample(others, len(others))).verdict is found.verdict
    shifted = compare_agreed(score + 0.3, [other + 0.3 for other in others])
    assert shifted.verdict is found.verdict
    mirrored = compare_agreed(6 - score, [6 - other for other in others])
    turned = {AgreedVerdict.HIGH: AgreedVerdict.LOW, AgreedVerdict.LOW: AgreedVerdict.HIGH}
    assert mirrored.verdict is turned.get(found.verdict, found.verdict)


@pytest.mark.parametrize(
    ("score", "others"), [(math.nan, OTHERS), (math.inf, OTHERS), (3.0, [*OTHERS, math.nan])]
)
def test_a_score_that_is_none_is_refused(score, others):
    with pytest.raises(ValueError, match="agreed scores hold a missing or infinite number"):
        compare_agreed(score, others)


def test_only_unusual_scores_are_findings_and_each_has_its_sentence(pack):
    words, items = pack
    narrow = [2.9, 3.0, 3.0, 3.1, 3.0]
    agreed = {
        Group.from_key(key): compare_agreed(score, narrow)
        for key, score in {
            "item:caf-6": 5.0,
            "cell:multi-agency/benefit": 5.0,
            "aspect:training": 1.5,
            "theme:caf": 3.0,
            "theme:information-sharing": None,
            "overall": 4.0,
        }.items()
    }
    findings = agreed_findings_of(
        "Cambridgeshire",
        "in the East of England",
        2008,
        agreed,
        words=words,
        items=groups_of(items),
    )
    assert [found.sentence for found in findings] == [
        "In 2008, the score that Cambridgeshire agreed overall is unusually high: 4.0, against "
        "an expected range of 2.8 to 3.2 from the agreed scores of five other Trusts in the East "
        "of England.",
        "In 2008, taken over all themes, the score that Cambridgeshire agreed on training is "
        "unusually low: 1.5, against an expected range of 2.8 to 3.2 from the agreed scores of "
        "five other Trusts in the East of England.",
        "In multi-agency working in 2008, the score that Cambridgeshire agreed on evidence of "
        "its benefits (one question) is unusually high: 5.0, against an expected range of 2.8 to "
        "3.2 from the agreed scores of five other Trusts in the East of England.",
    ]
    shown = json.loads(json.dumps(findings[1].agreed.to_json()))
    assert (shown["verdict"], shown["score"], shown["k"]) == ("unusually low", 1.5, 5)
    assert shown["expected"] == pytest.approx([2.78, 3.22], abs=0.01)
    assert (findings[1].verdict, findings[1].symbol) == (AgreedVerdict.LOW, "")


@pytest.fixture
def say_agreed(pack):
    """Put agreed scores by group key into findings, beside five others around 3."""
    words, items = pack

    def findings(among="in the East of England", **scores):
        agreed = {
            Group.from_key(key.replace("__", ":").replace("_", "-")): compare_agreed(
                score, [2.9, 3.0, 3.0, 3.1, 3.0]
            )
            for key, score in scores.items()
        }
        return agreed_findings_of(
            "Cambridgeshire", among, 2008, agreed, words=words, items=groups_of(items)
        )

    return findings


def test_the_key_point_names_unusual_themes_and_neither_the_usual_ones_nor_aspects(say_agreed):
    found = say_agreed(
        overall=3.0, theme__caf=4.0, theme__lead_professional=2.0, aspect__training=5
    )
    assert len(found) == 3
    assert agreed_points(found) == (
        "Compared with the agreed scores of other Trusts in the East of England, "
        "Cambridgeshire's agreed score is unusually high for CAF; unusually low for lead "
        "professional.",
    )
    assert agreed_points(say_agreed(overall=4.5)) == (
        "Compared with the agreed scores of other Trusts in the East of England, "
        "Cambridgeshire's agreed score is unusually high overall.",
    )
    assert agreed_points(say_agreed(theme__caf=3.0, aspect__training=5)) == ()


def test_others_of_a_list_are_among_it(say_agreed):
    (found,) = say_agreed("among its statistical neighbours", overall=4.5)
    assert found.sentence.endswith("five other Trusts among its statistical neighbours.")


def test_the_working_of_an_unusual_score_can_be_worked_out_again_by_hand(say_agreed):
    (found,) = say_agreed(theme__caf=4.0)
    lines = dict(working_of(found))
    sd = math.sqrt(2 * 0.1**2 / 4)
    half = stats.t.ppf(0.975, 4) * math.sqrt(1 + 1 / 5) * sd
    assert lines["Verdict"] == "unusually high"
    assert lines["Agreed score here"] == "4.000"
    assert lines["Other Trusts that show an agreed score (k)"] == "5"
    assert (lines["Mean of theirs"], lines["Spread between them (SD)"]) == ("3.000", f"{sd:.3f}")
    assert (
        lines["Expected range: mean ± t × √(1 + 1/k) × SD"] == f"{3 - half:.3f} to {3 + half:.3f}"
    )
