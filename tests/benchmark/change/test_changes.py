import math

import pytest
from scipy import stats

from owf.benchmark.change.changes import ChangeVerdict, change_by_kind, paired_change
from owf.benchmark.scores.groups import Group, GroupKind

BEFORE = {"police": 2.0, "health": 2.5, "schools": 3.0, "youth": 2.0}


def moved(*changes):
    """Give BEFORE and the same units moved by these changes."""
    return BEFORE, {
        unit: BEFORE[unit] + change for unit, change in zip(BEFORE, changes, strict=True)
    }


def change_themes(own, others):
    """Give the change on themes of these names."""
    themes = {name: Group(GroupKind.THEME, theme=name) for name in own}
    found = change_by_kind(
        {themes[name]: years for name, years in own.items()},
        {themes[name]: years for name, years in others.items()},
    )
    return {name: found[theme] for name, theme in themes.items()}


def test_paired_change_same_agencies(case):
    known = case("paired_change_same_agencies")
    before = {str(place): score for place, score in enumerate(known["inputs"]["year1"])}
    after = {str(place): score for place, score in enumerate(known["inputs"]["year2"])}
    found = paired_change(before, after)
    assert found.mean_change == pytest.approx(known["expected"]["mean_change"], abs=1e-5)
    assert found.ci95 == pytest.approx(known["expected"]["ci95"], abs=1e-5)
    assert found.p_value == pytest.approx(known["expected"]["p"], abs=1e-5)
    assert found.n == 5


def test_only_units_of_both_years_count():
    before, after = moved(0.5, 0.25, 0.25, 0.5)
    found = paired_change({**before, "gone": 5.0}, {**after, "new": 1.0})
    assert found == paired_change(before, after)
    assert (found.n, found.mean_change) == (4, 0.375)


def test_a_pooled_spread_takes_the_place_of_the_trusts_own():
    found = paired_change(*moved(0.5, 0.5, 0.5, 0.5), pooled_sd=0.4, df=30)
    half = stats.t.ppf(0.975, 30) * 0.4 / 2
    assert found.ci95 == pytest.approx((0.5 - half, 0.5 + half))
    assert found.p_value == pytest.approx(2 * stats.t.sf(0.5 / 0.2, 30))


def test_everyone_moving_alike_has_no_limits_of_its_own():
    found = paired_change(*moved(0.3, 0.3, 0.3, 0.3))
    assert (found.ci95, found.ci90, found.p_value) == (None, None, None)
    assert found.mean_change == pytest.approx(0.3)
    assert found.verdict is ChangeVerdict.CANNOT_BE_CALCULATED


def test_two_units_in_both_years_are_too_few():
    found = paired_change({"a": 1.0, "b": 2.0}, {"a": 2.0, "b": 2.5}, pooled_sd=0.4, df=30)
    assert (found.n, found.mean_change, found.ci95) == (2, 0.75, None)
    assert found.why_not == "only 2 sectors have a score in both years, 3 are needed"


@pytest.mark.parametrize(
    ("before", "after", "spread", "message"),
    [
        ({}, {"a": 1.0}, {}, "no last year's scores"),
        ({"a": 1.0}, {}, {}, "no this year's scores"),
        ({"a": 1.0}, {"b": 1.0}, {}, "No unit is present in both years"),
        ({"a": math.nan}, {"a": 1.0}, {}, "missing or infinite"),
        ({"a": 1.0}, {"a": math.inf}, {}, "missing or infinite"),
        ({"a": 1.0}, {"a": 1.0}, {"pooled_sd": 0.4}, "give both or neither"),
        ({"a": 1.0}, {"a": 1.0}, {"df": 4}, "give both or neither"),
        ({"a": 1.0}, {"a": 1.0}, {"pooled_sd": -1.0, "df": 4}, "0 or more"),
        ({"a": 1.0}, {"a": 1.0}, {"pooled_sd": math.nan, "df": 4}, "finite number"),
        ({"a": 1.0}, {"a": 1.0}, {"pooled_sd": 0.4, "df": 0}, "at least one degree"),
    ],
)
def test_bad_years_are_refused_with_what_to_do(before, after, spread, message):
    with pytest.raises(ValueError, match=message):
        paired_change(before, after, **spread)


def test_the_spread_is_pooled_within_all_trusts_that_have_both_years():
    own = moved(0.5, 0.5, 0.5, 0.5)
    others = {
        "T1": moved(0.0, 0.2, -0.2, 0.0),
        "T2": moved(1.0, 1.4, 0.6, 1.0),
        "Two units": ({"a": 1.0, "b": 1.0}, {"a": 5.0, "b": 1.0}),
        "Last year only": (BEFORE, {}),
    }
    change = change_themes({"theme": own}, {"theme": others})["theme"]
    assert (change.others, change.df) == (2, 9)
    # sums of squares within: 0 here, 0.08 in T1, 0.32 in T2; their means differ and do not count
    assert change.sd == pytest.approx(math.sqrt(0.40 / 9))
    assert change.se == pytest.approx(change.sd / 2)
    assert change.verdict is ChangeVerdict.IMPROVED


def test_without_another_trust_the_own_spread_is_used_and_zero_cannot_be_calculated():
    changes = change_themes(
        {"varied": moved(0.5, 0.25, 0.25, 0.5), "alike": moved(0.5, 0.5, 0.5, 0.5)}, {}
    )
    assert (changes["varied"].others, changes["varied"].df) == (0, 3)
    assert changes["varied"].verdict is ChangeVerdict.SLIGHTLY_IMPROVED
    assert changes["alike"].verdict is ChangeVerdict.CANNOT_BE_CALCULATED
    assert "moved alike" in changes["alike"].why_not


@pytest.mark.parametrize(
    ("shift", "spread", "verdict"),
    [
        (0.8, 0.1, ChangeVerdict.IMPROVED),
        (0.3, 0.1, ChangeVerdict.SLIGHTLY_IMPROVED),
        (0.0, 0.1, ChangeVerdict.ABOUT_THE_SAME),
        (0.2, 1.0, ChangeVerdict.NO_CLEAR_CHANGE),
        (-0.3, 0.1, ChangeVerdict.SLIGHTLY_WORSE),
        (-0.8, 0.1, ChangeVerdict.WORSE),
    ],
)
def test_the_verdict_rule_has_words_for_change(shift, spread, verdict):
    own = moved(shift - spread, shift + spread, shift - spread, shift + spread)
    others = {f"T{i}": moved(-spread, spread, -spread, spread) for i in range(5)}
    assert change_themes({"theme": own}, {"theme": others})["theme"].verdict is verdict


def test_changes_are_adjusted_over_all_groups_that_have_limits():
    own = {
        "moved": moved(0.5, 0.25, 0.25, 0.5),
        "still": moved(0.1, -0.1, 0.1, -0.1),
        "alike": moved(0.5, 0.5, 0.5, 0.5),
        "nobody": ({}, {}),
    }
    changes = change_themes(own, {})
    assert changes["moved"].p_adjusted == pytest.approx(2 * changes["moved"].p_value)
    assert changes["alike"].p_adjusted is None
    assert changes["nobody"].verdict is ChangeVerdict.CANNOT_BE_CALCULATED
    assert changes["nobody"].why_not.startswith("no sector has a score in both years")


def test_each_kind_of_change_is_adjusted_by_itself():
    years = moved(0.5, 0.25, 0.25, 0.5)
    groups = [Group(GroupKind.THEME, theme="caf"), Group(GroupKind.OVERALL)]
    changes = change_by_kind(dict.fromkeys(groups, years), {})
    assert list(changes) == groups
    assert all(change.p_adjusted == change.p_value for change in changes.values())


def test_no_groups_to_follow_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        change_by_kind({}, {})


def test_the_words_are_exactly_those_of_the_method_and_each_has_a_mark():
    assert [str(verdict) for verdict in ChangeVerdict] == [
        "improved",
        "slightly improved",
        "about the same",
        "no clear change",
        "slightly worse",
        "worse",
        "cannot be calculated",
    ]
    assert len({verdict.symbol for verdict in ChangeVerdict}) == len(ChangeVerdict)
