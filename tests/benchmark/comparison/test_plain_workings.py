"""The plain sentence that stands before a verdict's numbers."""

from dataclasses import replace

import pytest

from owf.benchmark.change.changes import change_by_kind
from owf.benchmark.comparison.workings import plain_working
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group, GroupKind

CAF = Group(GroupKind.THEME, theme="caf")


@pytest.mark.parametrize(
    ("verdict", "meaning"),
    [
        (Verdict.AHEAD, "3.94 and that of nine other Trusts for the same sectors 2.90, further "
         "apart than chance explains, by at least 0.25 of a level."),
        (Verdict.SLIGHTLY_BEHIND, "further apart than chance explains, but perhaps by less than "
         "0.25 of a level."),
        (Verdict.IN_LINE, "so close that the true difference is most likely below half a level "
         "either way."),
        (Verdict.NO_CLEAR_DIFFERENCE, "a difference that chance alone can make over four sectors."),
    ],
)  # fmt: skip
def test_a_verdict_says_in_one_sentence_why_it_has_its_word(say, verdict, meaning):
    said = plain_working(say({"theme:caf": verdict})[0])
    assert said.startswith("The score here is ")
    assert said.endswith(meaning)


def test_what_is_not_compared_says_why_before_any_number(say):
    (finding,) = say({"theme:caf": Verdict.NOT_COMPARED})
    assert plain_working(finding).startswith("Too few partners here")


def test_chance_over_many_themes_and_a_withheld_direction_are_told_apart(say, numbers):
    unclear = numbers[Verdict.NO_CLEAR_DIFFERENCE]
    withheld = replace(unclear, contradicted=True)
    among_many = replace(unclear, ci95=(-0.79, -0.01))
    assert "points the other way" in plain_working(say({"theme:caf": withheld})[0])
    assert "once all themes are looked at" in plain_working(say({"theme:caf": among_many})[0])


def test_a_change_names_both_years(say_change):
    before, after = {"a": 2.0, "b": 2.0, "c": 3.0}, {"a": 3.0, "b": 2.5, "c": 3.5}
    (finding,) = say_change({"theme:caf": change_by_kind({CAF: (before, after)}, {})[CAF]})
    assert plain_working(finding).startswith(
        "Over the three sectors that answered in both years the score was 2.33 in 2008 and 3.00 in "
        "2009, "
    )
