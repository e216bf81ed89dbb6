"""The demonstration's examples of good practice: whose, on what, until when, and two requests."""

import pytest

from owf.access import Actor, Role
from owf.demo.good_practice import EXAMPLES
from owf.demo.places import CAMBRIDGESHIRE, EAST_OF_ENGLAND, PETERBOROUGH
from owf.improvement.good_practice.offers import open_offers
from owf.improvement.good_practice.requests import open_requests
from owf.settings import DEMO_TODAY
from owf.store import Store, audit, good_practice, signed_scores
from owf.store.audit import EventsWanted
from owf.store.people import RoleHeld

COORDINATOR = Actor("c", "C", (RoleHeld(Role.COORDINATOR, "trust", str(CAMBRIDGESHIRE)),))
LEAD = Actor("l", "L", (RoleHeld(Role.REGIONAL_LEAD, "region", EAST_OF_ENGLAND),))
NATION = Actor("n", "N", (RoleHeld(Role.NATIONAL, "all", ""),))


@pytest.fixture(scope="module")
def five(five_years_path):
    """The demonstration of five years, only to read."""
    store = Store(f"sqlite:///{five_years_path}")
    yield store
    store.close()


@pytest.fixture(autouse=True)
def on_its_day(environment):
    environment.setenv("OWF_TODAY", DEMO_TODAY.isoformat())


def names(store, who):
    return [one.facts.trust_name for one in open_offers(store, who).offers]


def test_five_of_six_examples_still_run_and_three_of_them_are_for_all_of_england(five):
    assert names(five, COORDINATOR) == ["Bedford", "Norfolk", "Suffolk", "Essex", "Peterborough"]
    assert names(five, NATION) == ["Bedford", "Norfolk", "Suffolk"]


def test_each_was_offered_where_its_trust_was_above_the_middle(five):
    with five.reading() as session:
        for one in EXAMPLES:
            signed = signed_scores.signed_trusts(session, one.year)[one.trust]
            rows = signed_scores.item_scores_of(session, signed.snapshot_id)
            assert rows[f"item:{one.item_id}"].agreed > 3, one.described.title
            assert signed.signed_at.date() < one.offered
            assert one.offered < one.described.until


def test_all_of_it_is_labelled_as_made_up(five):
    with five.reading() as session:
        for one in EXAMPLES:
            for facts in good_practice.practices_of(session, one.trust):
                assert "made up" in facts.what.lower()
                assert ".example.org" in facts.contact
        for facts in good_practice.requests_of_trust(session, CAMBRIDGESHIRE):
            assert "(Made up.)" in facts.text
            assert not facts.answer or "made up" in facts.answer


def test_the_level_of_a_trust_that_shows_its_headline_is_not_shown(five):
    found = {one.facts.trust: one.level for one in open_offers(five, COORDINATOR).offers}
    assert [trust for trust, level in found.items() if level is None] == [PETERBOROUGH]


def test_one_request_is_answered_and_one_waits_for_cambridgeshire(five):
    ours, region = open_requests(five, COORDINATOR), open_requests(five, LEAD)
    assert [(one.facts.of_trust_name, one.facts.is_answered) for one in ours.by_us] == [
        ("Suffolk", True)
    ]
    assert [one.asking for one in ours.of_us] == ["the regional lead of the East of England"]
    assert [one.facts.of_trust_name for one in region.by_us] == ["Cambridgeshire"]
    assert ours.waiting == 1


def test_it_is_in_the_record(five):
    wanted = ("good_practice_offered", "practice_asked", "practice_answered")
    with five.reading() as session:
        counts = [audit.event_count(session, EventsWanted(actions=(one,))) for one in wanted]
    assert counts == [6, 2, 1]


def test_a_demonstration_that_ends_earlier_has_none(demo_store):
    assert names(demo_store, COORDINATOR) == []
