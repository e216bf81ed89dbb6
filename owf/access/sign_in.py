"""Signing in with a password, or as one of the demonstration's people."""

from owf import clock
from owf.access import audit, passwords
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.errors import SignInRefused
from owf.access.mail import normal_email
from owf.access.sessions import open_session
from owf.access.waits import Try, count_failure, forget_failures, refuse_while_waiting
from owf.settings import get_settings
from owf.store import Store, accounts, people
from owf.store.tables import Person

WRONG = (
    "The e-mail address or password is wrong. Check both and try again, or ask for a new "
    "password below."
)
"""One answer for an unknown address, a wrong password and an account that may not sign in."""

NOBODY = "There is nobody with that name. Choose a person from the list."


def sign_in(
    store: Store, email: str, password: str, *, address: str, device: str = "", browser: str = ""
) -> str:
    """Gives the token for the cookie; raises ``MustWait`` or ``SignInRefused``.

    ``browser`` tells a browser at which this account was signed in before; empty for any other.
    """
    email = normal_email(email)
    one = Try(email, address, browser=browser)
    with store.reading() as session:
        refuse_while_waiting(session, one, clock.now())
        account = accounts.account_by_email(session, email)
    # Outside any transaction, because it is slow on purpose; and always done, because a quick
    # answer would tell which addresses have an account.
    is_right = passwords.is_password(account.password_hash if account else None, password)
    if account is None or not is_right or not account.may_sign_in:
        _note_failure(store, account, one)
        raise SignInRefused(WRONG)
    with store.writing() as session:
        forget_failures(session, one, clock.now())
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


def _note_failure(store: Store, account: Person | None, one: Try) -> None:
    who = Actor(account.id, "", address=one.address) if account else None
    with store.writing() as session:
        count_failure(session, one, clock.now())
        audit.record(session, who, Event.SIGN_IN_FAILED, address=one.address)
