"""Server-side sessions: a random token in the browser's cookie, only its hash with us."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from owf import clock
from owf.access.actor import Actor
from owf.store import Store, people

LIFETIME = timedelta(hours=12)
COOKIE = "owf_session"


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def start_session(store: Store, person_id: str) -> str:
    """Sign a person in; gives the token for the cookie (256 random bits), kept nowhere else."""
    token = secrets.token_urlsafe(32)
    at = clock.now()
    with store.writing() as session:
        people.add_session(session, _hash(token), person_id, at, at + LIFETIME)
    return token


def who_is_there(store: Store, token: str | None) -> Actor | None:
    """Who holds this token now; ``None`` for no token, a wrong one, or one that is over."""
    if not token:
        return None
    with store.reading() as session:
        found = people.person_in_session(session, _hash(token), clock.now())
    if found is None:
        return None
    person, roles = found
    return Actor(id=person.id, name=person.name, roles=tuple(roles))


def end_session(store: Store, token: str) -> None:
    """Sign out: the token opens nothing from now on."""
    with store.writing() as session:
        people.end_session(session, _hash(token))
