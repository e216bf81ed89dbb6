import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.comparison.compare import compare, compare_by_kind, compare_groups
from owf.benchmark.comparison.result import partners_needed
from owf.benchmark.rules import RULES_1, Rules, Verdict, adjusted_where_tested
from owf.benchmark.scores.groups import Group, GroupKind

UNITS = st.lists(st.integers(4, 20).map(lambda quarter: quarter / 4), min_size=3, max_size=6)
REGIONS = st.lists(UNITS, min_size=6, max_size=9).map(
    lambda trusts: {f"T{place}": units for place, units in enumerate(trusts)}
)
NUMBERS = ("difference", "se", "pooled_sd", "p_value", "reference", "score")


def region(own, others=6, centre=3.0):
    """Make a region whose other Trusts all lie around one centre."""
    return {
        "Own": own,
        **{f"T{place}": [centre - 0.25, centre, centre + 0.25] for place in range(others)},
    }


def assert_same(found, other):
    for name in NUMBERS:
        assert getattr(found, name) == pytest.approx(getattr(other, name), abs=1e-9)
    assert (found.verdict, found.n, found.k, found.df) == (
        other.verdict,
        other.n,
        other.k,
        other.df,
    )


def test_worked_region_of_seven_trusts(case):
    known = case("worked_region_of_seven_trusts")
    groups, expected = known["inputs"]["partner_means"], known["expected"]
    tested = {}
    for trust, answer in expected["trusts"].items():
        found = compare(groups, trust, RULES_1)
        assert found.n == answer["n"]
        if trust == "F":
            assert found.verdict is Verdict.NOT_COMPARED
            continue
        assert found.verdict == answer["verdict"], trust
        assert (found.k, found.df) == (5, expected["df"])
        for name, value in (
            (found.pooled_sd, expected["pooled_sd"]),
            (found.score, answer["score"]),
            (found.reference, answer["mean_of_others"]),
            (found.difference, answer["difference"]),
            (found.se, answer["se"]),
            (found.p_value, answer["p"]),
        ):
            assert name == pytest.approx(value, abs=1e-4), trust
        assert found.ci95 == pytest.approx(answer["ci95"], abs=1e-4)
        assert found.ci90 == pytest.approx(answer["ci90"], abs=1e-4)
        tested[trust] = found.p_value
    adjusted = adjusted_where_tested(tested)
    for trust, p_adjusted in adjusted.items():
        assert p_adjusted == pytest.approx(expected["trusts"][trust]["bh_adjusted_p"], abs=1e-4)


def test_in_line_stands_where_partners_and_means_differ_by_a_hair(case):
    groups = case("worked_region_of_seven_trusts")["inputs"]["partner_means"]
    found = compare(groups, "G")
    assert found.difference < 0 < found.probability_of_superiority - 0.5
    assert (found.verdict, found.contradicted) == (Verdict.IN_LINE, False)


def test_leave_one_out_identity(case):
    known = case("leave_one_out_identity")
    groups = {
        f"T{place}": [score - 0.1, score, score + 0.1]
        for place, score in enumerate(known["inputs"]["scores"])
    }
    found = compare(groups, "T0", Rules(min_others=3))
    assert found.difference == pytest.approx(known["expected"]["vs_others"], abs=1e-6)
    vs_all = found.score - sum(known["inputs"]["scores"]) / len(groups)
    assert vs_all / found.difference == pytest.approx(known["expected"]["ratio"], abs=1e-6)


def test_a_direction_that_the_partners_contradict_is_no_clear_difference():
    few_very_high = [2.9] * 9 + [5.0] * 3
    groups = {
        "Own": few_very_high,
        **{f"T{place}": [2.99, 3.0, 3.0, 3.01] * 3 for place in range(60)},
    }
    found = compare(groups, "Own")
    assert found.ci95[0] > 0.25
    assert found.probability_of_superiority == pytest.approx(0.25)
    assert (found.verdict, found.contradicted) == (Verdict.NO_CLEAR_DIFFERENCE, True)


@given(REGIONS, st.randoms(use_true_random=False))
def test_the_order_of_partners_and_trusts_makes_no_difference(groups, random):
    names = list(groups)
    random.shuffle(names)
    shuffled = {name: random.sample(groups[name], len(groups[name])) for name in names}
    assert_same(compare(shuffled, "T0"), compare(groups, "T0"))


@given(REGIONS, st.sampled_from([-1.0, 0.5, 2.0]))
def test_a_shift_of_everybody_moves_scores_and_nothing_else(groups, shift):
    before = compare(groups, "T0")
    after = compare({name: [u + shift for u in units] for name, units in groups.items()}, "T0")
    assert after.score == pytest.approx(before.score + shift)
    assert after.difference == pytest.approx(before.difference, abs=1e-9)
    assert after.p_value == pytest.approx(before.p_value, abs=1e-9)
    assert after.verdict is before.verdict


@given(REGIONS)
def test_a_scale_turned_round_mirrors_the_verdict(groups):
    before = compare(groups, "T0")
    after = compare({name: [6 - u for u in units] for name, units in groups.items()}, "T0")
    assert after.difference == pytest.approx(-before.difference, abs=1e-9)
    assert after.verdict.direction == -before.verdict.direction
    assert after.p_value == pytest.approx(before.p_value, abs=1e-9)


@given(REGIONS, UNITS)
def test_a_trusts_own_scores_never_move_its_reference(groups, other_scores):
    before, after = compare(groups, "T0"), compare({**groups, "T0": other_scores}, "T0")
    assert before.reference == pytest.approx(after.reference)


@given(REGIONS)
def test_no_number_is_nan(groups):
    found = compare(groups, "T0")
    for name in NUMBERS:
        value = getattr(found, name)
        assert value is None or math.isfinite(value)


def test_a_trust_whose_partners_agree_is_not_given_limits_of_no_width():
    found = compare(region([3.1, 3.1, 3.1]), "Own")
    assert found.ci95[1] - found.ci95[0] > 0.1
    assert found.verdict is Verdict.IN_LINE


def test_equal_scores_are_no_difference_at_all():
    found = compare(region([2.75, 3.0, 3.25]), "Own")
    assert (found.difference, found.p_value) == (0.0, 1.0)
    assert found.probability_of_superiority == 0.5


def test_nobody_differing_anywhere_is_not_compared_and_says_so():
    third = 0.1 + 0.2
    groups = {"Own": [third, 0.3, third], **{f"T{place}": [0.3] * 3 for place in range(5)}}
    found = compare(groups, "Own")
    assert found.verdict is Verdict.NOT_COMPARED
    assert "no variation" in found.why_not
    assert (found.pooled_sd, found.difference) == (0.0, 0.0)
    assert (found.se, found.ci95, found.ci90, found.p_value) == (None, None, None, None)


def test_trusts_that_agree_within_but_differ_between_have_no_limits_either():
    groups = {"Own": [5.0] * 3, **{f"T{place}": [1.0] * 3 for place in range(5)}}
    found = compare(groups, "Own")
    assert (found.verdict, found.difference) == (Verdict.NOT_COMPARED, 4.0)


def test_too_few_partners_here_says_how_many_and_how_many_are_needed():
    found = compare(region([3.0, 4.0]), "Own")
    assert found.verdict is Verdict.NOT_COMPARED
    assert found.why_not == (
        "too few partners here (2 sectors have a score, at least 3 are needed)"
    )
    assert (found.n, found.k, found.score) == (2, 6, 3.5)
    assert (found.difference, found.pooled_sd, found.p_value) == (None, None, None)


def test_too_few_comparators_says_how_many_and_shows_no_reference():
    groups = {**region([3.0, 3.5, 4.0], others=4), "Small": [1.0, 1.0]}
    found = compare(groups, "Own")
    assert found.verdict is Verdict.NOT_COMPARED
    assert found.why_not == (
        "too few comparators (4 other Trusts have scores from 3 sectors or more, "
        "at least 5 are needed)"
    )
    assert (found.k, found.reference) == (4, None)


def test_both_lacks_are_named():
    why_not = compare({"Own": [3.0]}, "Own").why_not
    assert "1 sector has a score" in why_not
    assert "no other Trust has scores" in why_not


def test_small_trusts_count_neither_in_the_reference_nor_in_the_spread():
    groups = region([3.0, 3.5, 4.0])
    assert compare({**groups, "Small": [1.0, 5.0]}, "Own") == compare(groups, "Own")


def test_groups_are_adjusted_over_all_that_were_compared():
    by_group = {
        "clear": region([4.0, 4.25, 4.5]),
        "weak": region([3.1, 3.35, 3.6]),
        "alike": region([2.75, 3.0, 3.25]),
        "few": region([3.0, 4.0]),
        "nobody": {name: units for name, units in region([1]).items() if name != "Own"},
    }
    found = compare_groups(by_group, "Own")
    compared = [key for key in by_group if found[key].p_value is not None]
    assert compared == ["clear", "weak", "alike"]
    raw = {key: found[key].p_value for key in compared}
    assert {key: found[key].p_adjusted for key in compared} == adjusted_where_tested(raw)
    assert found["clear"].p_adjusted == pytest.approx(3 * raw["clear"])
    assert found["few"].p_adjusted is None
    assert found["nobody"].why_not.startswith("too few partners here (no sector has a score")


def test_a_difference_among_many_groups_must_be_larger_to_count():
    weak = region([3.15, 3.4, 3.65])
    assert compare(weak, "Own").verdict is Verdict.SLIGHTLY_AHEAD
    among_many = compare_groups(
        {"weak": weak, **{f"alike {i}": region([2.75, 3.0, 3.25]) for i in range(30)}}, "Own"
    )
    assert among_many["weak"].p_adjusted > 0.05
    assert among_many["weak"].verdict is Verdict.NO_CLEAR_DIFFERENCE


@given(st.lists(REGIONS, min_size=1, max_size=5))
def test_an_adjusted_p_is_never_below_the_raw_one(regions):
    for found in compare_groups(dict(enumerate(regions)), "T0").values():
        if found.p_value is not None:
            assert found.p_adjusted >= found.p_value


def test_each_kind_of_group_is_adjusted_by_itself():
    overall, theme = Group(GroupKind.OVERALL), Group(GroupKind.THEME, theme="caf")
    cell = Group(GroupKind.CELL, theme="caf", aspect="training")
    weak, alone = region([3.1, 3.35, 3.6]), region([1])
    del alone["Own"]
    found = compare_by_kind({cell: alone, overall: weak, theme: weak}, "Own")
    assert list(found) == [cell, overall, theme]
    assert found[overall].p_adjusted == found[overall].p_value == found[theme].p_adjusted
    assert found[cell].verdict is Verdict.NOT_COMPARED


@pytest.mark.parametrize(
    ("groups", "trust", "message"),
    [
        ({}, "Own", "give each Trust's scores"),
        (region([3, 4, 5]), "Elsewhere", "'Elsewhere' is not among those given"),
        (region([]), "Own", "'Own' has an empty list of scores: leave it out"),
        ({**region([3, 4, 5]), "T1": []}, "Own", "'T1' has an empty list"),
        (region([3, math.nan, 5]), "Own", "missing or infinite"),
        ({**region([3, 4, 5]), "T1": [math.inf]}, "Own", "scores of T1"),
        (region([3, None, 5]), "Own", "not all numbers"),
    ],
)
def test_bad_scores_are_refused_with_what_to_do(groups, trust, message):
    with pytest.raises(ValueError, match=message):
        compare(groups, trust)
    with pytest.raises(ValueError, match=r"give|check|leave"):
        compare_groups({"theme": groups}, trust)


@pytest.mark.parametrize("adjust", [compare_groups, compare_by_kind])
def test_no_groups_and_a_trust_in_none_of_them_are_refused(adjust):
    with pytest.raises(ValueError, match="at least one"):
        adjust({}, "Own")
    with pytest.raises(ValueError, match="is in no group"):
        adjust({Group(GroupKind.OVERALL): region([3, 4, 5])}, "Elsewhere")


def test_partners_needed_is_the_methods_formula_rounded_up():
    assert partners_needed(0.5, 9) == 9  # (2.8)^2 * 10/9 = 8.71
    assert partners_needed(0.5, 9, gap=0.25) == 35  # 34.84
    # Exactly 8, not 9 by binary dust.
    assert partners_needed(2 * 0.25 / 2.8, 1, gap=0.25) == 8


@pytest.mark.parametrize(
    ("pooled_sd", "k", "gap"),
    [(-0.1, 5, 0.5), (math.nan, 5, 0.5), (0.5, 0, 0.5), (0.5, 5, 0), (0.5, 5, math.inf)],
)
def test_partners_needed_refuses_what_makes_no_sense(pooled_sd, k, gap):
    with pytest.raises(ValueError, match=r"give|needs|leave"):
        partners_needed(pooled_sd, k, gap)
