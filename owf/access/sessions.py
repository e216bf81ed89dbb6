"""Server-side sessions: a random token in the browser's cookie, only its hash with us."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from owf import clock
from owf.access import audit
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.errors import NotAllowed
from owf.access.tokens import new_token
from owf.settings import get_settings
from owf.store import Session, Store, accounts
from owf.store.people import RoleHeld
from owf.store.tables import UserSession

LIFETIME = timedelta(hours=12)
IDLE = timedelta(hours=2)
NOTED_EVERY = timedelta(minutes=1)
"""A click is noted at most this often, so that reading a page does not write each time."""
COOKIE = "owf_session"


def hash_of(token: str) -> str:
    """What is kept of a token: somebody who reads the database cannot use it."""
    return sha256(token.encode()).hexdigest()


def start_session(store: Store, person_id: str, device: str = "") -> str:
    with store.writing() as session:
        return open_session(session, person_id, device)


def open_session(session: Session, person_id: str, device: str = "") -> str:
    token = new_token()
    at = clock.now()
    accounts.add_session(
        session,
        hash_of(token),
        person_id=person_id,
        started_at=at,
        expires_at=at + LIFETIME,
        device=device[:80],
    )
    return token


def who_is_there(
    store: Store, token: str | None, address: str = "", *, is_use: bool = True
) -> Actor | None:
    """``None`` for no token or one that is over, and for the demonstration's people outside it.

    ``is_use`` is False where a page asks by itself: that does not keep an idle session alive.
    """
    if not token:
        return None
    at = clock.now()
    with store.reading() as session:
        found = accounts.person_there(session, hash_of(token), at, at - IDLE)
    if found is None or (found.demo_role and not get_settings().demo):
        return None
    if is_use and at - found.last_seen_at >= NOTED_EVERY:
        with store.writing() as session:
            accounts.touch_session(session, hash_of(token), at)
    return Actor(
        id=found.id,
        name=found.name,
        roles=found.roles if found.acting is None else (found.acting,),
        address=address,
        all_roles=found.roles,
    )


def why_over(store: Store, token: str | None) -> str:
    """Why a token opens no session any more, in a sentence; empty where there never was one."""
    if not token:
        return ""
    at = clock.now()
    with store.reading() as session:
        found = accounts.session_kept(session, hash_of(token))
    if found is None:
        return "You signed out in another window, or this session was ended for you."
    if found.expires_at <= at:
        return "You signed in twelve hours ago, which is as long as a session lasts."
    if found.active_at < at - IDLE:
        return "Nothing happened on this page for two hours."
    return ""


def act_under(store: Store, who: Actor, token: str, held: RoleHeld | None) -> None:
    if held is not None and held not in who.all_roles:
        raise NotAllowed("You no longer have that role. Choose another.")
    with store.writing() as session:
        accounts.act_under(session, hash_of(token), held)


def end_session(store: Store, token: str, who: Actor | None = None) -> None:
    with store.writing() as session:
        accounts.end_session(session, hash_of(token))
        if who is not None:
            audit.record(session, who, Event.SIGNED_OUT)


def own_sessions(store: Store, who: Actor) -> Sequence[UserSession]:
    """A person's own live sessions, the newest first; one that idled too long is over."""
    at = clock.now()
    with store.reading() as session:
        found = accounts.sessions_of(session, who.id, at)
    return [one for one in found if one.active_at >= at - IDLE]


def end_own_sessions(store: Store, who: Actor, but: str | None = None) -> None:
    with store.writing() as session:
        accounts.end_sessions_of(session, who.id, hash_of(but) if but else "")
        audit.record(session, who, Event.SIGNED_OUT_EVERYWHERE)
