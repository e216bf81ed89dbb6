"""What the tests of access share: the record, and somebody who is invited."""

from datetime import UTC, datetime

import pytest

from owf.access import Role
from owf.store import audit
from owf.store.audit import EventsWanted
from owf.store.people import RoleHeld

CAST_IS_READY = datetime(2009, 6, 2, tzinfo=UTC)
"""What made the cast's year stands in the record too, on the day before."""
EVERYWHERE = RoleHeld(Role.ADMINISTRATOR, "all", "")


def steering(trust=873):
    return RoleHeld(Role.STEERING, "trust", str(trust))


def answers_for(partner):
    return RoleHeld(Role.RESPONDENT, "partner", str(partner))


@pytest.fixture
def recorded(cast):
    """What the record holds, the newest first: action, who, of whom, in which Trust."""

    def read():
        with cast.store.reading() as session:
            return [
                (one.action, one.person_id, one.object_id, one.trust)
                for one in audit.events(session, EventsWanted(since=CAST_IS_READY), 50)
            ]

    return read
