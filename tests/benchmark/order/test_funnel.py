"""A funnel: how far chance carries a score, given its number of sectors."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.benchmark.order.funnel import Lies, funnel_of, mean_funnel_limits

levels = st.floats(1, 5)


def funnel(**scores):
    return funnel_of(scores, 3.0, 0.6, 60)


def test_the_lines_are_t_times_the_spread_over_the_root_of_n():
    # t of 60 degrees of freedom at 97.5%, from printed tables.
    low, high = mean_funnel_limits(3.0, 0.6, 60, 4)
    assert (low, high) == pytest.approx((3 - 2.0003 * 0.3, 3 + 2.0003 * 0.3), abs=1e-4)


@given(centre=levels, sd=st.floats(0.01, 2), df=st.integers(1, 500), n=st.integers(1, 40))
def test_more_sectors_make_the_funnel_narrower_and_the_outer_lines_lie_outside(centre, sd, df, n):
    few, many = (mean_funnel_limits(centre, sd, df, one) for one in (n, n + 1))
    outer = mean_funnel_limits(centre, sd, df, n, 0.998)
    assert few[0] < many[0] < centre < many[1] < few[1]
    assert outer[0] < few[0]
    assert few[1] < outer[1]


@given(sd=st.floats(0.01, 2), df=st.integers(1, 500), n=st.integers(1, 40))
def test_a_score_on_a_line_lies_inside_it(sd, df, n):
    (low, high), (lowest, highest) = (
        mean_funnel_limits(3.0, sd, df, n, confidence) for confidence in (0.95, 0.998)
    )
    scores = {"low": low, "high": high, "lowest": lowest, "highest": highest, "middle": 3.0}
    found = funnel_of({name: (n, score) for name, score in scores.items()}, 3.0, sd, df)
    assert [one.lies for one in found.points] == [
        Lies.INSIDE, Lies.INSIDE, Lies.BELOW, Lies.ABOVE, Lies.INSIDE
    ]  # fmt: skip


def test_the_sentence_names_who_lies_outside_and_counts_the_many():
    found = funnel(Luton=(4, 1.5), Essex=(4, 3.0), Norfolk=(4, 3.7))
    assert found.sentence("On CAF") == (
        "On CAF, Luton lies below the outer lines; Norfolk lies between the inner and the outer "
        "lines, where chance alone puts one Trust in twenty."
    )
    many = funnel(**{f"Trust{place}": (4, 1.5) for place in range(6)})
    assert many.sentence("Overall") == "Overall, all six named Trusts lie below the outer lines."
    some = funnel(**{f"Trust{place}": (4, 1.5) for place in range(6)}, Essex=(4, 3.0))
    assert some.sentence("Overall") == "Overall, 6 of 7 named Trusts lie below the outer lines."


def test_the_sentence_of_a_funnel_with_nobody_outside_says_that_this_is_chance():
    assert funnel(Luton=(4, 2.9), Essex=(3, 3.1)).sentence("Overall") == (
        "Overall, both named Trusts lie inside the inner lines. With so few sectors, chance "
        "alone can cause differences of this size."
    )
    near = funnel(Luton=(4, 2.9), Essex=(4, 3.7)).sentence("Overall")
    assert near.startswith("Overall, neither of the two named Trusts is outside the outer lines")


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (2.9, (
            "Luton lies inside the inner lines. With so few sectors, chance alone can cause "
            "differences of this size."
        )),
        (3.7, "Luton lies between the inner and the outer lines, where chance alone puts one "
              "Trust in twenty."),
        (1.5, "Luton lies below the outer lines."),
    ],
)  # fmt: skip
def test_a_trust_alone_in_its_funnel_is_named_in_the_sentence(score, said):
    assert funnel(Luton=(4, score)).sentence("Overall") == f"Overall, {said}"


@pytest.mark.parametrize(
    "numbers",
    [
        (math.nan, 0.5, 10, 3),
        (3.0, -0.1, 10, 3),
        (3.0, math.inf, 10, 3),
        (3.0, 0.5, 0, 3),
        (3.0, 0.5, 10, 0),
    ],
)
def test_it_refuses_what_makes_no_funnel(numbers):
    with pytest.raises(ValueError, match=r"leave it out|0 or more|needs at least 1"):
        mean_funnel_limits(*numbers)


def test_it_refuses_a_confidence_in_percent():
    with pytest.raises(ValueError, match="between 0 and 1"):
        mean_funnel_limits(3.0, 0.5, 10, 3, 95)
