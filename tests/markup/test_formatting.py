"""Numbers as pages write them."""

import pytest

from owf.markup.formatting import limits, score, signed


@pytest.mark.parametrize(
    ("value", "text"), [(None, "no score"), (1, "1.0"), (3.14159, "3.1"), (4.96, "5.0")]
)
def test_a_score_has_one_decimal_or_says_that_there_is_none(value, text):
    assert score(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not compared"),
        (0.5, "+0.50"),
        (-0.5, "−0.50"),
        (1.005, "+1.00"),
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (0.004, "0.00"),
        (-0.004, "0.00"),
        (-0.006, "−0.01"),
    ],
)
def test_a_difference_has_its_sign_and_zero_has_none(value, text):
    assert signed(value) == text


def test_a_difference_takes_as_many_decimals_as_asked():
    assert (signed(-0.25, 1), signed(1.0, 0), signed(-0.04, 1)) == ("−0.2", "+1", "0.0")


@pytest.mark.parametrize(
    ("pair", "text"),
    [
        (None, "none"),
        ((-1.1, -0.7), "−1.10 to −0.70"),
        ((-0.2, 0.3), "−0.20 to +0.30"),
        ((0.0, 0.3), "0.00 to +0.30"),
    ],
)
def test_limits_read_as_a_range(pair, text):
    assert limits(pair) == text
