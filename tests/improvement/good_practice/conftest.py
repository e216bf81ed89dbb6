"""What the tests of good practice share: Trusts that have signed, and what they offer."""

from functools import partial

import pytest

from owf.improvement.good_practice.offers import open_offers
from owf.improvement.good_practice.viewpoint import OWN
from owf.store import good_practice
from tests.examples import offered, signed


@pytest.fixture
def sign(cast):
    return partial(signed, cast)


@pytest.fixture
def offer(cast):
    return partial(offered, cast)


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
