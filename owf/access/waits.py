"""How long failures make the next try wait: by account, by address and by both (decision 0044).

An address is not a person: colleagues share one. An account's failures count where they come from,
so that nobody can keep its owner out from elsewhere; an address counts only by how many different
accounts fail from it without a success between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from owf.access.errors import MustWait
from owf.store import Session, accounts
from owf.store.tables import SignInWait

FREE_FOR_AN_ACCOUNT = 5
"""Failures from one address, or addresses with a failure, after which an account's next waits."""
FREE_FOR_AN_ADDRESS = 50
"""Accounts that fail from an address, without a success between, before it waits."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=12)
CLEARS_AGAIN_AFTER = timedelta(hours=1)
"""Else somebody with an account of their own could guess at others for ever."""
_PREFIX = 64
"""Bits of an IPv6 address that are a household's or an office's; the rest it chooses itself."""


class Tried(StrEnum):
    SIGN_IN = "sign-in"
    RESET = "reset"
    CHANGE = "change"
    EMAIL = "email"


_SIGNED_IN = (Tried.CHANGE, Tried.EMAIL)
"""Whoever tries these has signed in: only their own failures count."""
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
    Tried.EMAIL: "A new e-mail address was entered too many times. Try again in {}.",
}


def network_of(address: str) -> str:
    """What counts as one address: an IPv6 address counts with all of its network."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), _PREFIX), strict=False))


@dataclass(frozen=True)
class Try:
    """Somebody tries for an account; ``browser`` is known where they signed in to it before.

    From a browser that is known only its own failures count, so that what others do elsewhere, or
    behind the same address, does not keep its owner out.
    """

    email: str
    address: str
    tried: Tried = Tried.SIGN_IN
    browser: str = ""

    @property
    def account(self) -> str:
        return self._key("account", self.email)

    @property
    def network(self) -> str:
        return self._key("address", network_of(self.address))

    @property
    def own(self) -> str:
        """The key of what this account's failures from here count under."""
        if self.browser:
            return self._key("browser", self.email, self.browser)
        return self._key("both", self.email, network_of(self.address))

    @property
    def cleared(self) -> str:
        """The key of when this account's success last let its address start from nothing."""
        return self._key("cleared", self.email, network_of(self.address))

    @property
    def keys(self) -> Sequence[str]:
        if self.tried in _SIGNED_IN:
            return (self.account,)
        return (self.own,) if self.browser else (self.own, self.account, self.network)

    def _key(self, *parts: str) -> str:
        return sha256(":".join((self.tried, *parts)).encode()).hexdigest()


def refuse_while_waiting(session: Session, one: Try, at: datetime) -> None:
    """Raises ``MustWait``, for any account alike."""
    until = max(
        (wait.until for key in one.keys if (wait := accounts.wait_of(session, key))), default=at
    )
    if until > at:
        left = ceil((until - at).total_seconds())
        how_long = f"{left} seconds" if left < 120 else f"{round(left / 60)} minutes"
        raise MustWait(_SENTENCES[one.tried].format(how_long), left)


def count_failure(session: Session, one: Try, at: datetime) -> None:
    """Count a failure (or a letter that was asked for), and let the next try wait longer."""
    accounts.lock_waits(session)
    accounts.clear_waits_before(session, at - FORGOTTEN_AFTER)
    if one.tried in _SIGNED_IN:
        _count_one_more(session, one.account, at, FREE_FOR_AN_ACCOUNT, account=one.account)
        return
    if one.browser:
        _count_one_more(session, one.own, at, FREE_FOR_AN_ACCOUNT, account=one.account)
        return
    _count_one_more(
        session, one.own, at, FREE_FOR_AN_ACCOUNT, account=one.account, address=one.network
    )
    if accounts.addresses_that_failed(session, one.account) >= FREE_FOR_AN_ACCOUNT:
        _count_one_more(session, one.account, at, account=one.account)
    if accounts.accounts_that_failed(session, one.network) >= FREE_FOR_AN_ADDRESS:
        _count_one_more(session, one.network, at)


def forget_failures(session: Session, one: Try, at: datetime) -> None:
    """Who succeeded has an account without failures, and so has the address they came from."""
    accounts.lock_waits(session)
    accounts.clear_waits_of(session, one.account)
    cleared = accounts.wait_of(session, one.cleared)
    if cleared is None or at - cleared.last_at >= CLEARS_AGAIN_AFTER:
        accounts.clear_wait(session, one.network)
        accounts.count_no_more_for(session, one.network)
        accounts.set_wait(session, SignInWait(key=one.cleared, failures=0, last_at=at, until=at))


def _count_one_more(
    session: Session,
    key: str,
    at: datetime,
    free: int = 1,
    *,
    account: str | None = None,
    address: str | None = None,
) -> None:
    before = accounts.wait_of(session, key)
    failures = (before.failures if before else 0) + 1
    over = failures - free
    # Capped before it is doubled: a large power of two is no length of time.
    wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else timedelta(0)
    accounts.set_wait(
        session,
        SignInWait(
            key=key,
            failures=failures,
            last_at=at,
            until=at + wait,
            account=account,
            address=address,
            counts_for_address=address is not None,
        ),
    )
