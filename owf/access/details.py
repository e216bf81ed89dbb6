"""Correcting a person's name and e-mail address: their own, or somebody's who is looked after.

The record says who changed whose, never from what to what: it outlives people who are erased.
"""

from dataclasses import dataclass
from datetime import datetime

from owf import clock
from owf.access import audit, mail, policy, waits
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.errors import LinkRefused, NotAllowed, PersonRefused
from owf.access.invitations import (
    Invited,
    capital,
    link_again,
    paragraphs,
    sender_of,
    sign_in_url,
    with_mail_sent,
)
from owf.access.mail import Letter, MailFailed, checked_email
from owf.access.one_time_links import LASTS, Link, Purpose, account_with_password, make_link
from owf.access.people import checked_name, record_looked_after
from owf.access.roles import places_of, with_trusts
from owf.access.sessions import hash_of
from owf.access.waits import Tried, Try
from owf.store import Session, Store, accounts, people
from owf.store.people import EmailTaken, PersonRecord
from owf.store.tables.people import FOR_AN_ADDRESS, Invitation

NO_MAIL = (
    "This service cannot send e-mail, so it cannot check a new address. Ask your Trust's "
    "coordinator or an administrator to change it."
)
OF_DEMONSTRATION = "The people of the demonstration keep their names and addresses."
OWN_ELSEWHERE = (
    "Change your own name and e-mail address on your account page, where you confirm a new "
    "address first."
)


@dataclass(frozen=True)
class Waiting:
    """A new address that its owner has not confirmed yet."""

    name: str
    email: str
    until: datetime


def change_own_name(store: Store, who: Actor, name: str) -> bool:
    """Gives whether it is another; raises ``PersonRefused``."""
    with store.writing() as session:
        return _set_name(session, who, _own_record(session, who), name)


def address_waiting(store: Store, who: Actor) -> Waiting | None:
    with store.reading() as session:
        link = accounts.waiting_address(session, who.id, clock.now())
        return Waiting(who.name, link.email or "", link.expires_at) if link else None


def ask_for_own_email(store: Store, who: Actor, email: str, password: str) -> None:
    """Send a link to the new address and a warning to the old; until it is used nothing changes.

    Whether somebody else has the address makes no difference here: only its owner is told.

    Raises:
        PersonRefused: the address cannot be written to, or is theirs already.
        MustWait, WrongPassword: a password is needed where they have one.
    """
    if not mail.can_send():
        raise PersonRefused(NO_MAIL)
    email = checked_email(email)
    with store.reading() as session:
        account = accounts.account_of(session, who.id)
    if account is not None and account.password_hash is not None:
        account_with_password(store, who, password)
    with store.writing() as session:
        record = _own_record(session, who)
        if email == record.email:
            raise PersonRefused("This is your e-mail address already.", field="email")
        one, at = Try(who.id, who.address, Tried.EMAIL), clock.now()
        waits.refuse_while_waiting(session, one, at)
        waits.count_failure(session, one, at)
        link = make_link(session, who.id, Purpose.EMAIL, email=email)
        is_taken = accounts.account_by_email(session, email) is not None
        _record(session, who, Event.EMAIL_ASKED, record)
    try:
        mail.send(_letter_taken(email) if is_taken else _letter_to_confirm(record, email, link))
    except MailFailed as failed:
        with store.writing() as session:
            accounts.end_links(session, who.id, FOR_AN_ADDRESS)
        raise PersonRefused(
            f"{failed.reason}, so nothing was sent to {email} and nothing was changed. Check the "
            "address. If it is right, ask your Trust's coordinator or an administrator.",
            field="email",
        ) from failed
    _send_if_possible(_letter_that_it_was_asked(record))


def cancel_own_email(store: Store, who: Actor) -> bool:
    """Gives whether an address waited; its link opens nothing any more."""
    with store.writing() as session:
        record = _own_record(session, who)
        if not accounts.end_links(session, who.id, FOR_AN_ADDRESS):
            return False
        _record(session, who, Event.EMAIL_CANCELLED, record)
        return True


def address_of_link(store: Store, token: str) -> Waiting:
    """Raises ``LinkRefused``: unknown, used, cancelled or too old, or its person is not there."""
    with store.reading() as session:
        link, record = _link_and_person(session, token)
        return Waiting(record.name, link.email or "", link.expires_at)


def confirm_email(store: Store, token: str, *, address: str) -> tuple[str, str]:
    """Gives the person's id and new address; all their other links end. Raises ``LinkRefused``."""
    with store.writing() as session:
        link, record = _link_and_person(session, token)
        email = link.email or ""
        record = people.record_to_change(session, record.id) or record
        if not accounts.use_link(session, hash_of(token), clock.now()):
            raise _used()
        try:
            people.set_email(session, record.id, email)
        except EmailTaken as taken:
            raise LinkRefused(
                f"{email} cannot be used for this account, so nothing was changed. Sign in with "
                "your earlier address, or ask your Trust's coordinator or an administrator."
            ) from taken
        accounts.end_links(session, record.id)
        who = Actor(record.id, record.name, address=address)
        _record(session, who, Event.EMAIL_CHANGED, record)
    _send_if_possible(_letter_that_it_was_changed(record))
    return record.id, email


def _link_and_person(session: Session, token: str) -> tuple[Invitation, PersonRecord]:
    link = accounts.link_of(session, hash_of(token))
    if link is None or link.purpose != Purpose.EMAIL:
        raise LinkRefused(
            "This link does not work. Its end is missing, a newer one has replaced it, or the "
            "change was cancelled. Copy all of the newest link you were sent into the address "
            "bar, or ask for another on your account page."
        )
    if link.used_at is not None:
        raise _used()
    record = people.record_of(session, link.person_id)
    if link.expires_at <= clock.now() or record is None or record.disabled_at is not None:
        raise LinkRefused(
            "This link has expired, so your e-mail address is as it was. Ask for another link on "
            "your account page."
        )
    return link, record


def _used() -> LinkRefused:
    return LinkRefused(
        "This link has already been used, and each link works once. Your account page shows "
        "which e-mail address you have."
    )


@dataclass(frozen=True)
class Changed:
    """``invited`` has a link for the new address, where they need one; ``words`` what was done."""

    invited: Invited | None
    words: str


def change_person(
    store: Store,
    who: Actor,
    person_id: str,
    *,
    name: str | None = None,
    email: str | None = None,
    forget_password: bool = False,
) -> Changed:
    """Correct somebody else's name or address; ``None`` leaves it as it is.

    With another address their links and sessions end. Who needs a link to come in, because they
    have no password or one was waiting, gets it at the new address. ``forget_password`` is for an
    address at which somebody else may have chosen it.

    Raises:
        PersonRefused: the name or address cannot be kept, or somebody else has the address.
        NotAllowed, NotFound: not theirs to change.
    """
    with store.writing() as session:
        record = record_looked_after(session, who, person_id)
        if person_id == who.id:
            raise NotAllowed(OWN_ELSEWHERE)
        policy.require(
            policy.may_correct(who, with_trusts(record.roles, places_of(session, record.roles)))
        )
        _refuse_demonstration(record)
        has_new_name = name is not None and _set_name(session, who, record, name)
        has_new_email = email is not None and _set_email(
            session, who, record, email, forget_password=forget_password
        )
        now = people.record_to_change(session, person_id) or record
        needs_link = (
            not now.can_sign_in or forget_password or record.invited_until is not None
        ) and now.disabled_at is None
        invited = link_again(session, who, now) if has_new_email and needs_link else None
    words = [f"The name is now {now.name}."] if has_new_name else []
    if not has_new_email:
        return Changed(None, words[0] if words else _NOTHING_NEW)
    words.append("The e-mail address has been changed. Every earlier link has ended.")
    if invited is not None:
        (invited,) = with_mail_sent([invited])
    words.append(_tell_both(who, record, now, is_invited=invited is not None))
    return Changed(invited, " ".join(filter(None, words)))


_NOTHING_NEW = "Nothing was changed: the name and the e-mail address are as they were."


def _set_name(session: Session, who: Actor, record: PersonRecord, name: str) -> bool:
    name = checked_name(name)
    if name == record.name:
        return False
    people.set_name(session, record.id, name)
    _record(session, who, Event.NAME_CHANGED, record)
    return True


def _set_email(
    session: Session, who: Actor, record: PersonRecord, email: str, *, forget_password: bool
) -> bool:
    email = checked_email(email)
    if email == record.email:
        return False
    try:
        people.set_email(session, record.id, email)
    except EmailTaken as taken:
        raise PersonRefused(
            "There is already an account with this e-mail address. If this person has two "
            "accounts, ask an administrator to erase one of them.",
            field="email",
        ) from taken
    accounts.end_links(session, record.id)
    accounts.end_sessions_of(session, record.id)
    if forget_password:
        accounts.set_password(session, record.id, None)
    detail = {"password": "gone"} if forget_password else {}
    _record(session, who, Event.EMAIL_CHANGED, record, **detail)
    return True


def _own_record(session: Session, who: Actor) -> PersonRecord:
    record = people.record_to_change(session, who.id)
    if record is None:
        raise NotAllowed("Only people with an account have a name and an e-mail address here.")
    _refuse_demonstration(record)
    return record


def _refuse_demonstration(record: PersonRecord) -> None:
    if record.demo_role is not None:
        raise PersonRefused(OF_DEMONSTRATION)


def _record(
    session: Session, who: Actor, event: Event, record: PersonRecord, **detail: str
) -> None:
    trusts = {trust for _, trust in with_trusts(record.roles, places_of(session, record.roles))}
    audit.record(
        session,
        who,
        event,
        "person",
        record.id,
        trust=trusts.pop() if len(trusts) == 1 else None,
        **detail,
    )


def _tell_both(who: Actor, before: PersonRecord, now: PersonRecord, *, is_invited: bool) -> str:
    """Write to the addresses; gives what the reader still has to do, or that both were told."""
    old_was_told = _send_if_possible(_letter_to_old(who, before))
    if is_invited or now.disabled_at is not None:
        return ""
    if not mail.can_send():
        return "This service cannot send e-mail, so tell them which address they sign in with now."
    if not _send_if_possible(_letter_to_new(who, now)):
        return "No letter could be sent to the new one. Check it, and tell them yourself."
    return "We have told them at both addresses." if old_was_told else "We have told them there."


def _send_if_possible(letter: Letter) -> bool:
    """A letter that nothing depends on; what keeps it from being sent is in the log."""
    if not letter.to or not mail.can_send():
        return False
    try:
        mail.send(letter)
    except MailFailed:
        return False
    return True


def _letter_to_confirm(record: PersonRecord, email: str, link: Link) -> Letter:
    return Letter(
        email,
        "Confirm your new e-mail address for One Workforce",
        paragraphs(
            f"Dear {record.name},",
            "You asked to use this e-mail address for your account at One Workforce. Open this "
            f"link within {LASTS[Purpose.EMAIL].days} days and confirm it:",
            link.url,
            "The link works once, and only the newest one works. Until you confirm, sign in with "
            "your earlier address.",
            "If you did not ask for this, you do not need to do anything. Nothing changes.",
        ),
    )


def _letter_taken(email: str) -> Letter:
    return Letter(
        email,
        "Your e-mail address at One Workforce",
        paragraphs(
            "Hello,",
            "Somebody asked to use this e-mail address for another account at One Workforce. It "
            "already has an account, so nothing was changed.",
            f"If it was you, sign in with this address: {sign_in_url()}. If you want one account "
            "in place of two, ask your Trust's coordinator or an administrator.",
            "If it was not you, you do not need to do anything.",
        ),
    )


def _letter_that_it_was_asked(record: PersonRecord) -> Letter:
    return Letter(
        record.email or "",
        "A new e-mail address for your account at One Workforce",
        paragraphs(
            f"Dear {record.name},",
            "You (or somebody else) asked to use another e-mail address for your account at One "
            "Workforce. It changes when the link we sent to that address is used. Until then, "
            "this address stays yours.",
            "If this was not you, sign in, open your account page, cancel the change and "
            f"choose a new password: {sign_in_url()}/auth/account",
        ),
    )


def _letter_that_it_was_changed(record: PersonRecord) -> Letter:
    return Letter(
        record.email or "",
        "Your e-mail address at One Workforce has changed",
        paragraphs(
            f"Dear {record.name},",
            "Your account at One Workforce now has another e-mail address. This one no longer "
            "signs you in.",
            "If this was not you, tell your Trust's coordinator or the person who runs this "
            "service at once.",
        ),
    )


def _letter_to_new(who: Actor, now: PersonRecord) -> Letter:
    return Letter(
        now.email or "",
        "Your e-mail address for One Workforce",
        paragraphs(
            f"Dear {now.name},",
            f"{capital(sender_of(who))} has made this the e-mail address of your account at One "
            "Workforce. From now on, sign in with it. Everything else is as it was.",
            f"You have been signed out everywhere. Sign in again: {sign_in_url()}",
            f"If this is wrong, tell {sender_of(who)}.",
        ),
    )


def _letter_to_old(who: Actor, before: PersonRecord) -> Letter:
    """To somebody who was never there it names nobody: the address may have been wrong."""
    if not before.can_sign_in:
        return Letter(
            before.email or "",
            "An invitation to One Workforce that no longer works",
            paragraphs(
                "Hello,",
                "An invitation to One Workforce was sent to this e-mail address. It is now sent "
                "to another address, so the link in it no longer works.",
                "You do not need to do anything.",
            ),
        )
    return Letter(
        before.email or "",
        "Your e-mail address at One Workforce has changed",
        paragraphs(
            f"Dear {before.name},",
            f"{capital(sender_of(who))} has changed the e-mail address of your account at One "
            "Workforce. This one no longer signs you in. You have been signed out everywhere.",
            f"If this is wrong, tell {sender_of(who)} or the person who runs this service.",
        ),
    )
