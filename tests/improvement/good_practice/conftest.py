"""What the tests of good practice share: Trusts that have signed, and what they offer."""

import pytest

from owf.improvement.good_practice.offering import offer_practice
from owf.improvement.good_practice.offers import open_offers
from owf.improvement.good_practice.viewpoint import OWN
from owf.store import good_practice
from tests.examples import example


@pytest.fixture
def sign(cast):
    """Sign a Trust's 2009: every question at 3 but these (``caf_1=5``); gives its place."""

    def sign_one(trust, publication="full", **levels):
        known = {873: cast.cambridgeshire, 383: cast.leeds}
        place = known.get(trust) or cast.open_trust(trust)
        by_item = {name.replace("_", "-"): level for name, level in levels.items()}
        given = {item.id: 3 for item in cast.pack.items} | by_item
        cast.sign(place, dict.fromkeys(place.returns, given), publication)
        return place

    return sign_one


@pytest.fixture
def offer(cast):
    """Let a Trust's chair offer an example; gives its id."""

    def offer_one(place, item_id="caf-1", **differently):
        entered = example(**differently)
        return offer_practice(cast.store, place.chair, place.trust, item_id, entered)

    return offer_one


@pytest.fixture
def titles(cast):
    """The titles of what somebody is offered, in order."""

    def read(who, place=OWN):
        return [one.facts.title for one in open_offers(cast.store, who, place).offers]

    return read


@pytest.fixture
def kept(cast):
    """An offer as it is kept."""

    def read(practice_id):
        with cast.store.reading() as session:
            return good_practice.practice_by_id(session, practice_id)

    return read
