"""Signing in with an e-mail address and a password."""

from __future__ import annotations

from owf import clock
from owf.access import audit, passwords, throttle
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.emails import normal_email
from owf.access.refusals import SignInRefused
from owf.access.sessions import open_session
from owf.settings import get_settings
from owf.store import Store, accounts, people
from owf.store.accounts import AccountFacts

WRONG = (
    "The e-mail address or password is wrong. Check both and try again, or ask for a new "
    "password below."
)
"""One answer for an unknown address, a wrong password and an account that may not sign in."""

NOBODY = "There is nobody with that name. Choose a person from the list."


def sign_in(store: Store, email: str, password: str, *, address: str, device: str = "") -> str:
    """Sign in; gives the token for the cookie.

    Args:
        store: the database.
        email: as it was typed.
        password: as it was typed.
        address: where the person comes from.
        device: which browser it is, in words.

    Raises:
        MustWait: sign-in failed too often.
        SignInRefused: they do not belong together.
    """
    email = normal_email(email)
    at = clock.now()
    with store.reading() as session:
        throttle.refuse_while_waiting(session, email, address, at)
        account = accounts.account_by_email(session, email)
    # Outside any transaction, because it is slow on purpose; and always done, because a quick
    # answer would tell which addresses have an account.
    is_right = passwords.is_password(account.password_hash if account else None, password)
    if account is None or not is_right or not account.may_sign_in:
        _note_failure(store, account, email, address)
        raise SignInRefused(WRONG)
    with store.writing() as session:
        throttle.forget_failures(session, email)
        if account.password_hash and passwords.is_outdated(account.password_hash):
            accounts.set_password(session, account.id, passwords.hash_password(password))
        token = open_session(session, account.id, device)
        audit.record(
            session, Actor(account.id, "", address=address), Event.SIGNED_IN, way="password"
        )
    return token


def sign_in_as(store: Store, demo_role: str, *, address: str, device: str = "") -> str:
    """Sign in as one of the demonstration's people; gives the token for the cookie.

    Raises:
        SignInRefused: there is nobody of that name, or this is not the demonstration.
    """
    if not get_settings().demo:
        raise SignInRefused(NOBODY)
    with store.writing() as session:
        person = people.person_with_demo_role(session, demo_role)
        if person is None:
            raise SignInRefused(NOBODY)
        who = Actor(person.id, person.name, address=address)
        audit.record(session, who, Event.SIGNED_IN, way="demonstration")
        return open_session(session, person.id, device)


def _note_failure(store: Store, account: AccountFacts | None, email: str, address: str) -> None:
    who = Actor(account.id, "", address=address) if account else None
    with store.writing() as session:
        throttle.note_failure(session, email, address, clock.now())
        audit.record(session, who, Event.SIGN_IN_FAILED, address=address)
