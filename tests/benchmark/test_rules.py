import math

import pytest

from owf.benchmark.rules import DEFAULT_RULES, Rules, Verdict, verdict_from_limits


def test_verdict_rule_table(case):
    known = case("verdict_rule_table")
    for limits, word in zip(known["inputs"], known["expected"], strict=True):
        verdict = verdict_from_limits(
            tuple(limits["ci95"]), tuple(limits["ci90"]), 0.001, DEFAULT_RULES
        )
        assert verdict == word, limits


def test_the_words_are_exactly_those_of_the_method():
    assert [str(verdict) for verdict in Verdict] == [
        "ahead",
        "slightly ahead",
        "broadly in line",
        "no clear difference",
        "slightly behind",
        "behind",
        "not compared",
    ]


def test_each_verdict_has_a_mark_of_its_own():
    assert len({verdict.symbol for verdict in Verdict}) == len(Verdict)
    assert (Verdict.AHEAD.symbol, Verdict.IN_LINE.symbol) == ("▲", "=")


def test_limits_clear_of_zero_are_no_direction_when_the_adjusted_p_is_too_large():
    wide, narrow = ((0.05, 0.95), (0.12, 0.88)), ((0.02, 0.40), (0.05, 0.37))
    assert verdict_from_limits(*wide, 0.051) is Verdict.NO_CLEAR_DIFFERENCE
    assert verdict_from_limits(*narrow, 0.051) is Verdict.IN_LINE
    assert verdict_from_limits(*narrow, 0.05) is Verdict.SLIGHTLY_AHEAD


def test_binary_dust_tips_no_limit_over_a_margin():
    assert verdict_from_limits((1e-17, 0.6), (0.1, 0.55), 0.0) is Verdict.NO_CLEAR_DIFFERENCE
    assert verdict_from_limits((-0.6, -1e-17), (-0.55, -0.1), 0.0) is Verdict.NO_CLEAR_DIFFERENCE
    assert verdict_from_limits((0.25 - 1e-16, 0.9), (0.3, 0.85), 0.0) is Verdict.AHEAD
    assert verdict_from_limits((-0.9, 0.1 - 0.35), (-0.85, -0.3), 0.0) is Verdict.BEHIND


def test_limits_that_touch_the_in_line_margin_do_not_show_two_trusts_to_be_alike():
    assert verdict_from_limits((-0.6, 0.2), (-0.5, 0.1), 0.3) is Verdict.NO_CLEAR_DIFFERENCE
    assert verdict_from_limits((-0.2, 0.6), (-0.1, 0.5), 0.3) is Verdict.NO_CLEAR_DIFFERENCE


def test_the_margins_are_settings():
    strict = Rules(slight_margin=0.4, in_line_margin=0.2)
    assert verdict_from_limits((0.3, 0.9), (0.35, 0.85), 0.001, strict) is Verdict.SLIGHTLY_AHEAD
    assert (
        verdict_from_limits((-0.35, 0.35), (-0.29, 0.29), 0.9, strict)
        is Verdict.NO_CLEAR_DIFFERENCE
    )


@pytest.mark.parametrize(
    ("ci95", "ci90", "p"),
    [
        ((math.nan, 1), (0, 1), 0.1),
        ((0, math.inf), (0, 1), 0.1),
        ((1, 0), (0, 1), 0.1),
        ((0, 1), (1, 0), 0.1),
        ((0, 1), (0, 1), math.nan),
        ((0, 1), (0, 1), 1.2),
        ((0, 1), (0, 1), -0.1),
    ],
)
def test_limits_that_are_none_are_refused(ci95, ci90, p):
    with pytest.raises(ValueError, match=r"give|lower first|leave it out"):
        verdict_from_limits(ci95, ci90, p)


@pytest.mark.parametrize(
    "settings",
    [
        {"slight_margin": 0},
        {"in_line_margin": math.nan},
        {"alpha": 1},
        {"min_units": 1},
        {"min_others": 0},
    ],
)
def test_settings_under_which_the_words_mean_nothing_are_refused(settings):
    with pytest.raises(ValueError, match="give"):
        Rules(**settings)
