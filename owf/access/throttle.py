"""Waiting after failed sign-ins: longer each time, for the account and for the address.

Asking for a new password is counted in the same way, because each time writes a letter.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from math import ceil

from owf.access.refusals import MustWait
from owf.store import Session, accounts
from owf.store.accounts import WaitFacts

FREE_FOR_AN_ACCOUNT, FREE_FOR_AN_ADDRESS = 5, 20
"""Failures without a wait. Many people may share an address."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=12)


class Tried(StrEnum):
    """What is counted; each has its own waits."""

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
    """Refuse a try that comes too soon, whoever it is for.

    Raises:
        MustWait: says how long to wait.
    """
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


def note_failure(
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
        accounts.set_wait(session, key, WaitFacts(failures, at, at + wait))


def forget_failures(session: Session, email: str, tried: Tried = Tried.SIGN_IN) -> None:
    """Who signed in has an account without failures. The address keeps its own."""
    accounts.clear_wait(session, _key(tried, "account", email))


def _key(tried: Tried, kind: str, value: str) -> str:
    return sha256(f"{tried}:{kind}:{value}".encode()).hexdigest()
