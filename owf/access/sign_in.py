"""Signing in with a password, how long failures make the next try wait, and the demonstration."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from math import ceil

from owf import clock
from owf.access import audit, passwords
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.errors import MustWait, SignInRefused
from owf.access.mail import normal_email
from owf.access.sessions import open_session
from owf.settings import get_settings
from owf.store import Session, Store, accounts, people
from owf.store.tables import Person, SignInWait

FREE_FOR_AN_ACCOUNT, FREE_FOR_AN_ADDRESS = 5, 20
"""Failures without a wait. Many people may share an address."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=12)


class Tried(StrEnum):
    SIGN_IN = "sign-in"
    RESET = "reset"
    CHANGE = "change"


_SENTENCES = {
    Tried.SIGN_IN: (
        "There were too many failed attempts to sign in. Try again in {}. If you forgot your "
        "password, ask for a new one below."
    ),
    Tried.RESET: (
        "A new password was asked for too many times. Try again in {}. Until then, look for an "
        "e-mail that has already arrived, also in your spam folder."
    ),
    Tried.CHANGE: "Your current password was wrong too many times. Try again in {}.",
}


def keys_of(email: str, address: str, tried: Tried = Tried.SIGN_IN) -> tuple[tuple[str, int], ...]:
    """What a try counts under, hashed, with the failures that are free there."""
    return (
        (_key(tried, "account", email), FREE_FOR_AN_ACCOUNT),
        (_key(tried, "address", address), FREE_FOR_AN_ADDRESS),
    )


def refuse_while_waiting(
    session: Session, email: str, address: str, at: datetime, tried: Tried = Tried.SIGN_IN
) -> None:
    """Raises ``MustWait``, for any person alike."""
    until = max(
        (
            wait.until
            for key, _ in keys_of(email, address, tried)
            if (wait := accounts.wait_of(session, key))
        ),
        default=at,
    )
    if until > at:
        left = ceil((until - at).total_seconds())
        how_long = f"{left} seconds" if left < 120 else f"{round(left / 60)} minutes"
        raise MustWait(_SENTENCES[tried].format(how_long), left)


def count_failure(
    session: Session, email: str, address: str, at: datetime, tried: Tried = Tried.SIGN_IN
) -> None:
    """Count a failure (or a letter that was asked for), and let the next try wait longer."""
    accounts.clear_waits_before(session, at - FORGOTTEN_AFTER)
    for key, free in keys_of(email, address, tried):
        before = accounts.wait_of(session, key)
        failures = (before.failures if before else 0) + 1
        over = failures - free
        # Capped before it is doubled: a large power of two is no length of time.
        wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else timedelta(0)
        accounts.set_wait(
            session, SignInWait(key=key, failures=failures, last_at=at, until=at + wait)
        )


def forget_failures(session: Session, email: str, tried: Tried = Tried.SIGN_IN) -> None:
    """Who signed in has an account without failures. The address keeps its own."""
    accounts.clear_wait(session, _key(tried, "account", email))


def _key(tried: Tried, kind: str, value: str) -> str:
    return sha256(f"{tried}:{kind}:{value}".encode()).hexdigest()


WRONG = (
    "The e-mail address or password is wrong. Check both and try again, or ask for a new "
    "password below."
)
"""One answer for an unknown address, a wrong password and an account that may not sign in."""

NOBODY = "There is nobody with that name. Choose a person from the list."


def sign_in(store: Store, email: str, password: str, *, address: str, device: str = "") -> str:
    """Gives the token for the cookie; raises ``MustWait`` or ``SignInRefused``."""
    email = normal_email(email)
    at = clock.now()
    with store.reading() as session:
        refuse_while_waiting(session, email, address, at)
        account = accounts.account_by_email(session, email)
    # Outside any transaction, because it is slow on purpose; and always done, because a quick
    # answer would tell which addresses have an account.
    is_right = passwords.is_password(account.password_hash if account else None, password)
    if account is None or not is_right or not account.may_sign_in:
        _note_failure(store, account, email, address)
        raise SignInRefused(WRONG)
    with store.writing() as session:
        forget_failures(session, email)
        if account.password_hash and passwords.is_outdated(account.password_hash):
            accounts.set_password(session, account.id, passwords.hash_password(password))
        token = open_session(session, account.id, device)
        audit.record(
            session, Actor(account.id, "", address=address), Event.SIGNED_IN, way="password"
        )
    return token


def sign_in_as(store: Store, demo_role: str, *, address: str, device: str = "") -> str:
    """Raises ``SignInRefused`` outside the demonstration."""
    if not get_settings().demo:
        raise SignInRefused(NOBODY)
    with store.writing() as session:
        person = people.person_with_demo_role(session, demo_role)
        if person is None:
            raise SignInRefused(NOBODY)
        who = Actor(person.id, person.name, address=address)
        audit.record(session, who, Event.SIGNED_IN, way="demonstration")
        return open_session(session, person.id, device)


def _note_failure(store: Store, account: Person | None, email: str, address: str) -> None:
    who = Actor(account.id, "", address=address) if account else None
    with store.writing() as session:
        count_failure(session, email, address, clock.now())
        audit.record(session, who, Event.SIGN_IN_FAILED, address=address)
