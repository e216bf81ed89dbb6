"""A server killed at random moments, below people who click as fast as the page says "Saved"."""

from __future__ import annotations

from benchmarks.dying import kill_again_and_again
from tests.conftest import TO_TEN
from tests.loops import apart


def test_three_kills_at_random_moments_lose_nothing_that_said_saved(tmp_path):
    found = apart(lambda: kill_again_and_again(tmp_path, kills=3, ahead=TO_TEN))
    assert (found.kills, found.lost, found.unseen) == (3, 0, 0)
    assert found.said >= 8, "the test hardly got to save anything before the kills"
