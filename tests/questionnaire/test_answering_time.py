"""How long a questionnaire takes, from what there is to read and to choose."""

import pytest

from owf.questionnaire import Audience, load_named
from owf.questionnaire.answering_time import minutes_in_words, minutes_to_answer
from owf.settings import PACKS
from tests.tiny_pack import next_pack


@pytest.mark.parametrize(
    ("name", "minutes"), [("integrated-working@2010", 11), ("multi-agency@2026", 5)]
)
def test_practitioners_are_told_a_time_that_grows_with_what_there_is_to_answer(name, minutes):
    assert minutes_to_answer(load_named(PACKS, name), Audience.PRACTITIONERS) == minutes


def test_each_statement_takes_its_reading_and_five_seconds_to_choose(tiny_pack):
    # Four statements of 6 words with hints of 4; 238 more words and one minute more.
    assert minutes_to_answer(tiny_pack, Audience.PRACTITIONERS) == 1
    longer = next_pack(tiny_pack, "2010", caf_1={"hint": "word " * 238})
    assert minutes_to_answer(longer, Audience.PRACTITIONERS) == 2


def test_what_an_audience_is_not_asked_takes_it_no_time(tiny_pack):
    longer = next_pack(tiny_pack, "2010", caf_3={"hint": "word " * 238})
    assert minutes_to_answer(longer, Audience.PRACTITIONERS) == 1
    assert minutes_to_answer(longer, Audience.LEADERS) == 2


def test_one_minute_is_a_minute():
    assert [minutes_in_words(one) for one in (1, 11)] == ["a minute", "11 minutes"]
