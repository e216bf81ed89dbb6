import pytest

from owf.benchmark.agreement.quality import QualityConcern, quality_flags

MIXED = {"a": 2, "b": 3, "c": 4}


def concerns(*args, **more):
    return [flag.concern for flag in quality_flags(*args, **more)]


def test_a_return_like_any_other_has_no_flag():
    assert quality_flags(MIXED, dont_know=["d", "e"], not_applicable=["f"], last_year=MIXED) == ()
    assert quality_flags({}) == ()


def test_one_level_for_every_question_is_flagged_with_its_reason():
    (flag,) = quality_flags({"a": 3, "b": 3, "c": 3}, dont_know=["d"])
    assert flag.concern is QualityConcern.ONE_LEVEL
    assert flag.reason == "All three questions with a level have the same one, 3."
    assert flag.items == ("a", "b", "c")


def test_all_at_the_top_says_so_and_does_not_say_it_twice():
    (flag,) = quality_flags({"a": 4, "b": 4}, scale=(1, 2, 3, 4))
    assert flag.concern is QualityConcern.ALL_AT_TOP
    assert flag.reason == "Both questions with a level are at 4, the top of the scale."


def test_a_single_level_makes_no_pattern():
    assert concerns({"a": 5}, not_applicable=["b", "c"]) == []


def test_a_jump_up_or_down_without_new_evidence_is_flagged():
    levels = {"a": 5, "b": 1, "c": 4, "d": 5, "e": 3, "new": 5}
    last_year = {"a": 3, "b": 4, "c": 3, "d": 1, "e": 3, "ended": 1}
    (flag,) = quality_flags(levels, last_year=last_year, new_evidence=["d"])
    assert flag.concern is QualityConcern.JUMP
    assert flag.items == ("a", "b")
    assert flag.reason == (
        "One question up and one question down by 2 levels or more since last year, with no new "
        "evidence."
    )
    assert quality_flags(levels, last_year=last_year, new_evidence=["a", "b", "d"]) == ()


def test_more_than_half_dont_know_is_flagged_and_half_is_not():
    assert concerns(MIXED, dont_know=["d", "e", "f"]) == []
    (flag,) = quality_flags(MIXED, dont_know=["d", "e", "f", "g"])
    assert flag.concern is QualityConcern.MOSTLY_DONT_KNOW
    assert flag.reason == "4 of 7 answers are “don't know”, more than half."
    assert concerns(MIXED, dont_know=["d", "e", "f", "g"], not_applicable=["h"]) == []
    assert concerns({}, dont_know=["a"]) == [QualityConcern.MOSTLY_DONT_KNOW]


def test_several_flags_stand_side_by_side():
    found = concerns(
        {"a": 5, "b": 5}, dont_know=["c", "d", "e"], last_year={"a": 1}, new_evidence=["b"]
    )
    assert found == [
        QualityConcern.ALL_AT_TOP,
        QualityConcern.JUMP,
        QualityConcern.MOSTLY_DONT_KNOW,
    ]


@pytest.mark.parametrize(
    ("levels", "more", "message"),
    [
        ({"a": 6}, {}, r"level 6 for 'a' is outside the scale: use one of 1, 2, 3, 4, 5"),
        ({"a": 5}, {"last_year": {"a": 0}}, "level 0 for 'a' last year is outside the scale"),
        ({"a": 3}, {"dont_know": ["a"]}, "'a' has more than one answer: keep one"),
        ({}, {"dont_know": ["a"], "not_applicable": ["a"]}, "'a' has more than one answer"),
        ({"a": 1}, {"scale": (1,)}, "two levels or more"),
    ],
)
def test_answers_that_cannot_be_are_refused(levels, more, message):
    with pytest.raises(ValueError, match=message):
        quality_flags(levels, **more)
