import math
from dataclasses import replace

import pytest
from scipy import stats

from owf.benchmark.change.changes import ChangeVerdict, change_by_kind
from owf.benchmark.comparison.compare import compare_groups
from owf.benchmark.comparison.workings import working_of
from owf.benchmark.rules import Rules, Verdict
from owf.benchmark.scores.groups import Group, GroupKind

CAF = Group(GroupKind.THEME, theme="caf")
OWN = [3.0, 3.5, 4.0]
OTHERS = [[2.5, 3.0, 3.5], [2.0, 3.0], [2.75, 3.0, 3.25], [3.0, 3.0, 3.0], [2.0, 3.0, 4.0],
          [2.5, 3.0, 3.0, 3.5]]  # fmt: skip


def test_the_working_can_be_worked_out_again_by_hand(say):
    groups = {"Own": OWN, **{f"T{place}": units for place, units in enumerate(OTHERS)}}
    found = compare_groups({"theme": groups}, "Own")["theme"]
    lines = dict(working_of(say({"theme:caf": found})[0]))

    taking_part = [OWN, *(units for units in OTHERS if len(units) >= 3)]
    squares = sum((u - sum(t) / len(t)) ** 2 for t in taking_part for u in t)
    df = sum(len(t) - 1 for t in taking_part)
    s = math.sqrt(squares / df)
    se = math.sqrt(s**2 / 3 + s**2 / 5**2 * sum(1 / len(t) for t in taking_part[1:]))
    half = stats.t.ppf(0.975, df) * se
    pairs = [(a > b) + (a == b) / 2 for a in OWN for t in taking_part[1:] for b in t]

    assert lines["Sectors with a score here (n)"] == "3"
    assert lines["Other Trusts compared with (k)"] == "5"
    assert lines["Difference (d)"] == "+0.500"
    assert lines["Spread between sectors within a Trust, pooled (s)"] == f"{s:.3f}"
    assert lines["Degrees of freedom of the spread"] == str(df)
    assert lines["Standard error of the difference"] == f"{se:.3f}"
    assert lines["95% limits of the difference"] == f"−{half - 0.5:.3f} to +{half + 0.5:.3f}"
    assert lines["p"] == lines["p adjusted over all themes"]
    assert float(lines["p"]) == pytest.approx(2 * stats.t.sf(0.5 / se, df), abs=1e-4)
    assert lines["Sectors needed to find a gap of half a level four times in five"] == str(
        math.ceil((2.8 * s / 0.5) ** 2 * 1.2)
    )
    share = 100 * sum(pairs) / len(pairs)
    assert lines["Partner against partner"] == (
        f"a partner here rates higher than a partner elsewhere {share:.0f} times in 100, "
        "ties counting half"
    )
    assert lines["Margins"] == "0.25 of a level from slight to clear, half a level for alike"
    assert lines["Rule version"] == "2"


def test_what_cannot_be_calculated_is_in_words_and_never_zero(say):
    lines = dict(working_of(say({"cell:caf/training": Verdict.NOT_COMPARED})[0]))
    assert lines["95% limits of the difference"] == "cannot be calculated"
    assert lines["p adjusted over all aspects of all themes"] == "cannot be calculated"
    assert lines["Why it is not compared"].startswith("too few partners here")


def test_the_rules_in_force_are_shown(say):
    lines = dict(working_of(say({"overall": Verdict.AHEAD})[0], Rules(alpha=0.01, version="3")))
    assert lines["Largest adjusted p of a difference"] == "0.01"
    assert lines["Rule version"] == "3"
    assert lines["p"] == "below 0.0001"


def test_a_withheld_direction_and_a_chance_of_one_in_a_hundred_are_put_in_words(say, numbers):
    found = replace(
        numbers[Verdict.NO_CLEAR_DIFFERENCE], contradicted=True, probability_of_superiority=0.01
    )
    lines = dict(working_of(say({"overall": found})[0]))
    assert "elsewhere once in 100" in lines["Partner against partner"]
    assert "different ways" in lines["Why no direction is given"]


def test_the_working_of_a_change_says_over_whom_the_spread_is_pooled(say_change):
    before, after = {"a": 2.0, "b": 2.0, "c": 3.0}, {"a": 3.0, "b": 2.5, "c": 3.5}
    others = {"T1": (before, {"a": 2.0, "b": 2.5, "c": 2.5})}
    alone = change_by_kind({CAF: (before, after)}, {})[CAF]
    pooled = change_by_kind({CAF: (before, after)}, {CAF: others})[CAF]
    lines = {
        key: dict(working_of(*say_change({"theme:caf": change})))
        for key, change in (("alone", alone), ("pooled", pooled))
    }
    assert lines["alone"]["The spread is pooled over"].startswith("this Trust alone")
    assert lines["pooled"]["The spread is pooled over"] == (
        "this Trust and 1 other Trust with both years"
    )
    assert lines["pooled"]["Degrees of freedom of the spread"] == "4"
    assert lines["pooled"]["Mean change"] == "+0.667"
    assert lines["pooled"]["Their mean in 2009"] == "3.000"


def test_the_working_of_a_change_that_cannot_be_calculated_says_why(say_change):
    change = change_by_kind({CAF: ({"a": 1.0}, {"a": 2.0})}, {})[CAF]
    (finding,) = say_change({"theme:caf": change})
    lines = dict(working_of(finding))
    assert finding.verdict is ChangeVerdict.CANNOT_BE_CALCULATED
    assert lines["The spread is pooled over"] == "cannot be calculated"
    assert lines["Why it cannot be calculated"] == (
        "only 1 sector has a score in both years, 3 are needed"
    )
