"""The one clock."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from owf import clock
from owf.settings import get_settings

RUNNING = clock._running
"""As it is outside of tests, where it need not be ten when they start."""
IN_JUNE = datetime(2008, 6, 15, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def real_clock(environment):
    environment.setattr(clock, "_running", RUNNING)


def test_its_date_is_the_one_that_the_setting_fixes_and_its_time_runs_on():
    with time_machine.travel(datetime(2031, 1, 2, 9, 42, 5, tzinfo=UTC), tick=False):
        # The time of day is England's, as the person's own watch has it: 09:42 here and there.
        assert clock.now() == datetime(2009, 7, 10, 8, 42, 5, tzinfo=UTC)
        assert clock.time_of_day(clock.now()) == "09:42"
        assert clock.today() == date(2009, 7, 10)


def test_without_the_setting_it_is_the_real_clock_in_utc(environment):
    environment.delenv("OWF_TODAY")
    get_settings.cache_clear()
    moment = datetime(2031, 1, 2, 9, 42, 5, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        assert clock.now() == moment
        assert clock.now().tzinfo is UTC


def test_today_is_the_date_in_england_and_not_in_utc(environment):
    environment.delenv("OWF_TODAY")
    get_settings.cache_clear()
    with time_machine.travel(datetime(2031, 7, 1, 23, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2031, 7, 2)


@pytest.mark.parametrize(
    "hour",
    [
        0,
        1,
        12,
        22,
        23,
    ],
)
def test_today_is_the_fixed_date_at_every_hour_of_the_day(hour):
    with time_machine.travel(datetime(2031, 7, 1, hour, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2009, 7, 10)


def test_it_stands_still_within_a_block_and_runs_on_after_it():
    with time_machine.travel(datetime(2031, 1, 2, 9, tzinfo=UTC), tick=False):
        with clock.stopped_at(IN_JUNE):
            assert clock.now() == IN_JUNE
            with clock.stopped_at(IN_JUNE.replace(year=2009)):
                assert clock.now().year == 2009
            assert clock.now() == IN_JUNE
        assert clock.now() == datetime(2009, 7, 10, 8, tzinfo=UTC)


def test_it_runs_on_after_a_block_that_fails():
    with pytest.raises(RuntimeError), clock.stopped_at(IN_JUNE):
        raise RuntimeError
    assert clock.now() != IN_JUNE


def test_it_says_moments_as_people_in_england_do():
    assert clock.in_words(IN_JUNE) == "15 June 2008, 11:12"
    assert clock.time_of_day(IN_JUNE) == "11:12"
    assert clock.time_of_day(datetime(2008, 1, 5, 10, 12, tzinfo=UTC)) == "10:12"
