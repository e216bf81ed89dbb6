import math
import statistics

import pytest
import scipy.special  # noqa: F401 - its first import outlasts a property's time
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.agreement.partners import probability_of_superiority
from owf.benchmark.comparison.compare import (
    compare,
    compare_all_by_kind,
    compare_by_kind,
    compare_groups,
)
from owf.benchmark.comparison.result import stands_out
from owf.benchmark.rules import Rules, Verdict
from owf.benchmark.scores.groups import Group, GroupKind

UNITS = st.lists(st.integers(4, 20).map(lambda quarter: quarter / 4), min_size=1, max_size=6)
TRUSTS = [f"T{place}" for place in range(9)]
REGIONS = st.dictionaries(st.sampled_from(TRUSTS), UNITS, min_size=1, max_size=9)
FAMILIES = st.lists(REGIONS, min_size=1, max_size=4).map(lambda some: dict(enumerate(some)))
KINDS = [
    Group(GroupKind.OVERALL),
    Group(GroupKind.THEME, theme="caf"),
    Group(GroupKind.THEME, theme="lead-professional"),
    Group(GroupKind.ITEM, item="caf-6"),
]
MIRRORED = {
    Verdict.AHEAD: Verdict.BEHIND,
    Verdict.SLIGHTLY_AHEAD: Verdict.SLIGHTLY_BEHIND,
    Verdict.SLIGHTLY_BEHIND: Verdict.SLIGHTLY_AHEAD,
    Verdict.BEHIND: Verdict.AHEAD,
}


def compare_all(by_group):
    """Compare every Trust on themes of these names."""
    themes = {name: Group(GroupKind.THEME, theme=f"theme {name}") for name in by_group}
    everyone = compare_all_by_kind({themes[name]: groups for name, groups in by_group.items()})
    return {
        trust: {name: found[theme] for name, theme in themes.items()}
        for trust, found in everyone.items()
    }


def verdicts(by_group):
    return {
        trust: {key: found.verdict for key, found in of_trust.items()}
        for trust, of_trust in compare_all(by_group).items()
    }


def each_score(by_group, become):
    return {
        key: {trust: [become(unit) for unit in units] for trust, units in groups.items()}
        for key, groups in by_group.items()
    }


@given(FAMILIES)
def test_all_trusts_at_once_are_compared_as_one_at_a_time(by_group):
    at_once = compare_all(by_group)
    assert at_once.keys() == {trust for groups in by_group.values() for trust in groups}
    for trust, found in at_once.items():
        assert found == compare_groups(by_group, trust)
        assert list(found) == list(by_group)


@given(st.lists(REGIONS, min_size=4, max_size=4))
def test_each_kind_is_adjusted_by_itself_for_all_trusts_at_once(regions):
    by_group = dict(zip(KINDS, regions, strict=True))
    for trust, found in compare_all_by_kind(by_group).items():
        assert found == compare_by_kind(by_group, trust)


@given(FAMILIES)
def test_every_number_is_that_of_the_method_by_hand(by_group):
    """An oracle written straight from METHOD 2, with none of the engine's sums."""
    for trust, found in compare_all(by_group).items():
        for key, one in found.items():
            groups = by_group[key]
            others = [u for name, u in groups.items() if name != trust and len(u) >= 3]
            assert one.k == len(others)
            assert one.n == len(groups.get(trust, ()))
            if one.difference is None:
                assert one.n < 3 or one.k < 5
                continue
            own = groups[trust]
            df = sum(len(units) - 1 for units in (own, *others))
            squares = sum(
                (u - statistics.fmean(units)) ** 2 for units in (own, *others) for u in units
            )
            s = math.sqrt(squares / df)
            reference = statistics.fmean(statistics.fmean(units) for units in others)
            assert one.df == df
            assert one.pooled_sd == pytest.approx(s, abs=1e-9)
            assert one.reference == pytest.approx(reference)
            assert one.difference == pytest.approx(statistics.fmean(own) - reference, abs=1e-9)
            assert one.probability_of_superiority == probability_of_superiority(
                own, [u for units in others for u in units]
            )
            if one.se is not None:
                inverse = sum(1 / len(units) for units in others)
                se = s * math.sqrt(1 / len(own) + inverse / one.k**2)
                assert one.se == pytest.approx(se)


@given(FAMILIES, st.randoms(use_true_random=False))
def test_the_order_of_groups_partners_and_trusts_changes_no_verdict(by_group, random):
    shuffled = {
        key: {
            trust: random.sample(by_group[key][trust], len(by_group[key][trust]))
            for trust in random.sample(list(by_group[key]), len(by_group[key]))
        }
        for key in random.sample(list(by_group), len(by_group))
    }
    assert verdicts(shuffled) == verdicts(by_group)


@given(FAMILIES, st.sampled_from([-1.0, 0.3, 2.0, 0.1]))
def test_a_constant_added_to_everybody_changes_no_verdict(by_group, constant):
    assert verdicts(each_score(by_group, lambda unit: unit + constant)) == verdicts(by_group)


@given(FAMILIES)
def test_a_mirrored_scale_mirrors_every_verdict(by_group):
    mirrored = verdicts(each_score(by_group, lambda unit: 6 - unit))
    for trust, found in verdicts(by_group).items():
        for key, verdict in found.items():
            assert mirrored[trust][key] is MIRRORED.get(verdict, verdict)


@given(FAMILIES, UNITS)
def test_own_scores_never_move_the_own_reference_by_a_hair(by_group, other_scores):
    for trust, before in compare_all(by_group).items():
        changed = {
            key: {**groups, trust: other_scores} if trust in groups else groups
            for key, groups in by_group.items()
        }
        for key, after in compare_groups(changed, trust).items():
            assert before[key].reference == after.reference


@given(FAMILIES)
def test_an_adjusted_p_is_never_below_the_raw_one(by_group):
    for found in compare_all(by_group).values():
        for one in found.values():
            assert (one.p_adjusted is None) is (one.p_value is None)
            assert one.p_value is None or one.p_value <= one.p_adjusted <= 1


def spread_evenly(n, mean, sd):
    """Give n scores of exactly this mean and standard deviation."""
    places = [place - (n - 1) / 2 for place in range(n)]
    scale = sd / statistics.stdev(places)
    return [mean + scale * place for place in places]


@given(
    st.lists(st.integers(3, 12), min_size=6, max_size=9),
    st.integers(0, 8),
    st.integers(1, 20),
    st.floats(0.2, 1.5),
    st.floats(2, 4),
)
def test_more_partners_with_the_same_spread_never_widen_the_limits(sizes, place, more, sd, own):
    def width(some):
        groups = {
            f"T{row}": spread_evenly(n, own if not row else 3.0, sd) for row, n in enumerate(some)
        }
        found = compare(groups, "T0")
        return found.ci95[1] - found.ci95[0]

    larger = list(sizes)
    larger[place % len(sizes)] += more
    assert width(larger) <= width(sizes) + 1e-9


def test_a_trust_that_is_in_some_groups_only_is_not_compared_on_the_others():
    six = {f"T{place}": [2.5, 3.0, 3.5] for place in range(6)}
    found = compare_all({"both": {**six, "New": [3.0, 3.5, 4.0]}, "old": six, "nobody": {}})
    assert found["New"]["both"].verdict is not Verdict.NOT_COMPARED
    assert found["New"]["old"].why_not == (
        "too few partners here (no sector has a score, at least 3 are needed)"
    )
    assert found["T0"]["nobody"].k == 0


def test_a_single_item_stands_out_only_by_its_adjusted_p():
    six = {f"T{place}": [2.75, 3.0, 3.25] for place in range(6)}
    weak = {**six, "Own": [3.15, 3.4, 3.65]}
    alone = compare_groups({"item": weak}, "Own")["item"]
    among_many = compare_groups(
        {"item": weak, **{place: {**six, "Own": [2.75, 3.0, 3.25]} for place in range(30)}}, "Own"
    )["item"]
    assert stands_out(alone)
    assert not stands_out(alone, Rules(alpha=0.001))
    assert not stands_out(among_many)
    assert not stands_out(compare(weak, "Own"))


def test_nothing_to_compare_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        compare_all_by_kind({})
    with pytest.raises(ValueError, match="give each Trust's scores"):
        compare_all_by_kind({Group(GroupKind.OVERALL): {}})


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([], "'Bad' has an empty list of scores: leave it out"),
        ([3.0, math.nan, 4.0], "scores of Bad hold a missing or infinite number"),
        ([3.0, math.inf], "scores of Bad hold a missing or infinite number"),
        ([3.0, None], "scores of Bad are not all numbers"),
        ([3.0, "high"], "scores of Bad are not all numbers"),
        ([[3.0, 4.0]], "scores of Bad are not all numbers"),
    ],
)
def test_bad_scores_are_refused_by_the_name_of_their_trust(scores, message):
    with pytest.raises(ValueError, match=message):
        compare_all({"theme": {"Good": [3.0, 4.0], "Bad": scores, "Ugly": [1.0]}})


def test_one_trust_alone_and_nobody_differing_have_a_word_and_no_number():
    alone = compare_all({"theme": {"Own": [3.0, 3.5, 4.0]}})["Own"]["theme"]
    assert (alone.verdict, alone.difference, alone.reference) == (Verdict.NOT_COMPARED, None, None)
    alike = compare_all({"theme": {f"T{place}": [3.0] * 3 for place in range(6)}})
    for found in alike.values():
        assert found["theme"].verdict is Verdict.NOT_COMPARED
        assert "no variation" in found["theme"].why_not
        assert (found["theme"].se, found["theme"].p_value) == (None, None)
