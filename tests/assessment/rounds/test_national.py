"""A year as the national team runs it: who is how far, and opening one."""

from datetime import date

import pytest

from owf.access import OPERATOR
from owf.assessment.errors import Refused
from owf.assessment.rounds.deadlines import set_trust_deadline
from owf.assessment.rounds.national import open_year
from owf.assessment.rounds.opening import add_partners, open_cycle, open_round
from owf.assessment.rounds.partners import note_apologies
from owf.assessment.states import RoundState


@pytest.fixture
def how_far(cast):
    """How far each of the cast's Trusts is, and Norfolk, which has begun nothing."""

    def read():
        view = open_year(cast.store, cast.grace, 2009)
        found = {one.facts.dfe_number: one.state for one in view.trusts}
        return tuple(found[trust] for trust in (873, 383, 926))

    return read


@pytest.mark.databases("sqlite", "postgresql")
def test_a_trust_goes_from_not_begun_to_signed(cast, how_far, choose):
    assert how_far() == (RoundState.NOT_BEGUN, RoundState.NOT_BEGUN, RoundState.NOT_BEGUN)
    choose("caf-1", 3)
    assert how_far()[0] is RoundState.ANSWERING
    cast.sign(cast.leeds, dict.fromkeys(("health", "police", "schools"), 3))
    assert how_far() == (RoundState.ANSWERING, RoundState.SIGNED, RoundState.NOT_BEGUN)


def test_a_trust_moderates_once_nobody_is_waited_for(cast, how_far):
    cast.submit_all(cast.cambridgeshire, {"health": 3, "schools": 3})
    assert how_far()[0] is RoundState.ANSWERING
    note_apologies(cast.store, cast.carol, cast.police, "cannot this year")
    assert how_far()[0] is RoundState.MODERATING


def test_a_trust_moderates_once_a_level_is_agreed(cast, how_far):
    cast.submit_all(cast.cambridgeshire, {"health": 3})
    cast.accept_all(cast.cambridgeshire)
    assert how_far()[0] is RoundState.MODERATING


def test_regions_count_all_their_trusts(cast):
    view = open_year(cast.store, cast.grace, 2009)
    assert sum(sum(one.counts.values()) for one in view.regions) == len(view.trusts)
    assert len(view.regions) == 9


def test_an_extension_is_named_and_taken_back(cast):
    def of_cambridgeshire():
        view = open_year(cast.store, cast.grace, 2009)
        return next(one for one in view.trusts if one.facts.dfe_number == 873)

    set_trust_deadline(cast.store, cast.grace, 2009, 873, date(2009, 7, 24))
    assert (of_cambridgeshire().closes, of_cambridgeshire().has_extension) == (
        date(2009, 7, 24),
        True,
    )
    set_trust_deadline(cast.store, cast.grace, 2009, 873, None)
    assert (of_cambridgeshire().closes, of_cambridgeshire().has_extension) == (
        date(2009, 7, 17),
        False,
    )


def test_an_unknown_year_shows_the_newest(cast):
    cast.open_year(2010)
    assert open_year(cast.store, cast.grace, 1999).cycle.year == 2010
    assert [one.year for one in open_year(cast.store, cast.grace).cycles] == [2010, 2009]


@pytest.mark.parametrize(
    ("year", "opens", "closes", "words"),
    [
        (2009, date(2009, 6, 1), date(2009, 7, 17), "set up already"),
        (2010, date(2010, 7, 17), date(2010, 6, 1), "before the first"),
        (1900, date(1900, 6, 1), date(1900, 7, 17), "cannot be used"),
    ],
)
def test_a_year_that_makes_no_sense_is_not_opened(cast, year, opens, closes, words):
    with pytest.raises(Refused, match=words):
        open_cycle(cast.store, cast.grace, year, cast.pack, opens=opens, closes=closes)


def test_a_round_is_begun_once(cast):
    with pytest.raises(Refused, match="already started"):
        open_round(cast.store, cast.carol, 2009, 873, [])


@pytest.mark.parametrize("name", ["Police", "  police ", "", "x" * 121])
def test_a_partner_needs_a_name_of_its_own(cast, name):
    with pytest.raises(Refused):
        add_partners(cast.store, cast.carol, 873, [("police", name)])
    assert add_partners(cast.store, OPERATOR, 873, [("police", "Transport  police")])
