"""One-time links: for a first password (an invitation), a new one (a reset), a new address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from owf import clock
from owf.access import audit, mail, passwords, waits
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.errors import LinkRefused, WrongPassword
from owf.access.mail import Letter, MailFailed, normal_email
from owf.access.sessions import hash_of, open_session
from owf.access.tokens import new_token, possible_tokens
from owf.access.waits import Tried, Try
from owf.settings import get_settings
from owf.store import Session, Store, accounts
from owf.store.tables import Person


class Purpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"
    EMAIL = "email"


PATH, PATH_OF_AN_ADDRESS = "/auth/accept/", "/auth/email/"
LASTS: dict[Purpose, timedelta] = {
    Purpose.INVITATION: timedelta(days=14),
    Purpose.RESET: timedelta(hours=2),
    Purpose.EMAIL: timedelta(days=3),
}


@dataclass(frozen=True)
class Link:
    """A one-time link, for its person alone. The token is kept nowhere else."""

    token: str
    purpose: Purpose
    expires_at: datetime

    @property
    def url(self) -> str:
        path = PATH_OF_AN_ADDRESS if self.purpose is Purpose.EMAIL else PATH
        return f"{get_settings().base_url.rstrip('/')}{path}{self.token}"


def make_link(
    session: Session, person_id: str, purpose: Purpose, *, email: str | None = None
) -> Link:
    """Make a person's link; earlier ones for the same that were not used open nothing any more.

    ``email`` is the new address that the link confirms.
    """
    token, at = new_token(), clock.now()
    link = Link(token, purpose, at + LASTS[purpose])
    accounts.add_link(
        session,
        hash_of(token),
        person_id=person_id,
        purpose=purpose,
        made_at=at,
        expires_at=link.expires_at,
        email=email,
    )
    return link


def right_token(store: Store, text: str) -> str | None:
    """The token of the one-time link that a damaged one was; ``None`` if too much is missing."""
    with store.reading() as session:
        return next(
            (one for one in possible_tokens(text) if accounts.link_of(session, hash_of(one))), None
        )


def person_of_link(store: Store, token: str) -> tuple[Person, Purpose]:
    """Raises ``LinkRefused``: unknown, used or too old, or its person may not sign in."""
    with store.reading() as session:
        return _account_and_purpose(session, token)


def accept(store: Store, token: str, password: str, *, address: str, device: str = "") -> str:
    """Set the password and sign in; gives the token for the cookie. All other sessions end.

    Raises:
        LinkRefused: as ``person_of_link``, or somebody has just used it.
        PasswordRefused: the link can be used again.
    """
    with store.reading() as session:
        account, purpose = _account_and_purpose(session, token)
    passwords.check_new_password(password, account.name, account.email or "")
    hashed = passwords.hash_password(password)
    who = Actor(account.id, account.name, address=address)
    with store.writing() as session:
        # Looked at once more: a link opens one door once, however many hold it at the same time.
        account, purpose = _account_and_purpose(session, token)
        if not accounts.use_link(session, hash_of(token), clock.now()):
            raise _used_link()
        accounts.set_password(session, account.id, hashed)
        accounts.end_sessions_of(session, account.id)
        # Whoever was here before may have asked for an address of theirs.
        accounts.end_links(session, account.id)
        for tried in (Tried.SIGN_IN, Tried.RESET):
            waits.forget_failures(session, Try(account.email or "", address, tried), clock.now())
        accepted = purpose is Purpose.INVITATION
        audit.record(session, who, Event.INVITATION_ACCEPTED if accepted else Event.PASSWORD_SET)
        return open_session(session, account.id, device)


def change_password(
    store: Store, who: Actor, old: str, new: str, *, keep_token: str | None
) -> None:
    """Every other session ends. Raises ``MustWait``, ``WrongPassword`` or ``PasswordRefused``."""
    account = account_with_password(store, who, old)
    email = account.email or ""
    passwords.check_new_password(new, account.name, email)
    hashed = passwords.hash_password(new)
    with store.writing() as session:
        accounts.set_password(session, who.id, hashed)
        accounts.end_sessions_of(session, who.id, hash_of(keep_token) if keep_token else "")
        waits.forget_failures(session, Try(email, who.address, Tried.CHANGE), clock.now())
        audit.record(session, who, Event.PASSWORD_SET)


def account_with_password(store: Store, who: Actor, password: str) -> Person:
    """Who is there, if this is their password. Raises ``MustWait`` or ``WrongPassword``."""
    at = clock.now()
    with store.reading() as session:
        account = accounts.account_of(session, who.id)
        email = (account and account.email) or ""
        # Else somebody who finds a browser that is signed in could guess here as long as they like.
        one = Try(email, who.address, Tried.CHANGE)
        waits.refuse_while_waiting(session, one, at)
    if account is None or not passwords.is_password(account.password_hash, password):
        with store.writing() as session:
            waits.count_failure(session, one, at)
        raise WrongPassword("That is not your current password. Type it again.")
    return account


def _account_and_purpose(session: Session, token: str) -> tuple[Person, Purpose]:
    found = accounts.link_of(session, hash_of(token))
    if found is None:
        raise LinkRefused(
            "This link does not work. Its end is missing, or a newer one has replaced it. Copy all "
            "of the newest one you were sent into the address bar. If that does not help, ask for "
            "another: on the sign-in page if you forgot your password, else from the person who "
            "invited you."
        )
    if found.used_at is not None:
        raise _used_link()
    account = accounts.account_of(session, found.person_id)
    if found.expires_at <= clock.now() or account is None or not account.may_sign_in:
        raise LinkRefused(
            "This link has expired. Ask the person who invited you for a new one. If you forgot "
            "your password, ask for a new link on the sign-in page."
        )
    if found.purpose == Purpose.EMAIL:
        raise LinkRefused(
            "This link is for a new e-mail address, not for a password. Open it as it stands in "
            "the e-mail."
        )
    return account, Purpose(found.purpose)


def _used_link() -> LinkRefused:
    return LinkRefused(
        "This link has already been used, and each link works once. Sign in with the password "
        "you chose. If you did not choose one, tell the person who runs this service at once."
    )


def refuse_to_write_often(store: Store, email: str, *, address: str) -> None:
    """Count that a letter was asked for, the address known or not; raises ``MustWait``."""
    one, at = Try(normal_email(email), address, Tried.RESET), clock.now()
    with store.writing() as session:
        waits.refuse_while_waiting(session, one, at)
        waits.count_failure(session, one, at)


def write_to_who_forgot(store: Store, email: str, *, address: str) -> None:
    """To be done after the browser has its answer: how long it takes tells who has an account."""
    with store.writing() as session:
        account = accounts.account_by_email(session, normal_email(email))
        who = Actor(account.id, "", address=address) if account else None
        audit.record(session, who, Event.RESET_ASKED, address=address)
        if account is None or not account.may_sign_in:
            return
        # Somebody who never chose a password has lost their invitation: they get it again.
        purpose = Purpose.RESET if account.password_hash else Purpose.INVITATION
        link = make_link(session, account.id, purpose)
    try:
        mail.send(letter_for(account, link))
    except MailFailed:
        # It is in the log already, and there is nobody to tell: the browser has its answer.
        return


def letter_for(account: Person, link: Link) -> Letter:
    lasts = LASTS[link.purpose]
    how_long = f"{lasts.days} days" if lasts.days else f"{lasts.seconds // 3600} hours"
    name = " ".join(account.name.split())
    return Letter(
        to=account.email or "",
        subject="Choose a new password for One Workforce",
        text=f"""Dear {name},

You (or somebody else) asked for a new password for your account at One Workforce.
Open this address within {how_long} to choose one. It works once, and only the newest one works:

{link.url}

If you did not ask for this, you do not need to do anything. Your password stays the same.
""",
    )
