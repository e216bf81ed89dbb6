"""Whoever finishes Cambridgeshire's 2012 completes its fifth year."""

import pytest

from owf.access import Actor, start_session, who_is_there
from owf.assessment.moderation.agreeing import accept_medians, open_moderation
from owf.assessment.results.trust_results import trust_results
from owf.assessment.returns.answering import open_return, save_choice
from owf.assessment.returns.submitting import submit_return
from owf.assessment.signing.sign_off import sign_off
from owf.demo.places import CAMBRIDGESHIRE
from owf.settings import DEMO_TODAY
from owf.store import people
from owf.store.answers import StoredAnswer
from tests.databases import sqlite_copy


@pytest.fixture
def store(five_years_path, tmp_path, environment):
    """A copy of five years of the whole region, on the demonstration's today."""
    environment.setenv("OWF_TODAY", DEMO_TODAY.isoformat())
    with sqlite_copy(five_years_path, tmp_path / "five.db") as (_, store):
        yield store


def be(store, role):
    """One of the people to sign in as."""
    with store.reading() as session:
        person = people.person_with_demo_role(session, role)
    found = who_is_there(store, start_session(store, person.id))
    assert isinstance(found, Actor)
    return found


def test_who_signs_2012_sees_where_five_years_went(store):
    police, chair = be(store, "partner"), be(store, "chair")
    (held,) = police.roles
    view = open_return(store, police, int(held.scope_id), 2012)
    for item in view.pack.items:
        if item.id not in view.answers:
            save_choice(store, police, view.facts.id, item.id, 4, seen=StoredAnswer(item.id))
    submit_return(store, police, view.facts.id)
    moderation = open_moderation(store, chair, CAMBRIDGESHIRE, 2012)
    proposed = {one.item.id: one.position.proposed for one in moderation.questions}
    accept_medians(store, chair, moderation.round.id, proposed)
    sign_off(store, chair, moderation.round.id, "full")
    before, after = (
        trust_results(store, chair, CAMBRIDGESHIRE, year).years.sentence for year in (2011, 2012)
    )
    assert "A trend cannot be calculated" in before
    assert "over the latest five years, increasing and getting better, +0." in after
