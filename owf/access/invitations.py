"""Inviting people: by a one-time link, sent by e-mail where that is set up, and always to copy."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from owf import clock
from owf.access import audit, mail, policy
from owf.access.actor import Actor, Role
from owf.access.audit import Event
from owf.access.errors import PersonRefused
from owf.access.invitation_list import Preview
from owf.access.mail import Letter, MailFailed, checked_email
from owf.access.one_time_links import Link, Purpose, make_link
from owf.access.people import add_role, checked_name, record_looked_after
from owf.access.roles import Place, in_words, place_to_give, places_of, with_trusts
from owf.settings import get_settings
from owf.store import Session, Store, accounts, people, places
from owf.store.people import EmailTaken, PersonRecord, RoleHeld

WHAT_IT_IS = (
    "Partners in a Children's Trust use One Workforce once a year to assess how far they work as "
    "one."
)


def letter_with_link(who: Actor, email: str, name: str, link: Link, roles: Sequence[str]) -> Letter:
    until = clock.in_words(link.expires_at)
    works = (
        f"The link works once, until {until}. It is only for you, so please do not pass it on. If "
        f"it has expired, ask {sender_of(who)} for a new one."
    )
    if link.purpose is Purpose.RESET:
        return Letter(
            email,
            "A new password for One Workforce",
            paragraphs(
                f"Dear {name},",
                f"{capital(sender_of(who))} has made you a link to choose a new password for One "
                "Workforce. Open it in your browser:",
                link.url,
                works,
                "If you did not ask for this, you do not need to do anything. Your password "
                "stays the same.",
            ),
        )
    return Letter(
        email,
        "Your invitation to One Workforce",
        paragraphs(
            f"Dear {name},",
            f"{capital(sender_of(who))} has invited you to One Workforce. {WHAT_IT_IS}",
            *_role_list("What you will do:", roles),
            "Open this link in your browser and choose a password:",
            link.url,
            works,
            f"After that, sign in at {sign_in_url()} with this e-mail address and your password.",
        ),
    )


def letter_about_roles(who: Actor, email: str, name: str, roles: Sequence[str]) -> Letter:
    return Letter(
        email,
        "You have a new role in One Workforce",
        paragraphs(
            f"Dear {name},",
            f"{capital(sender_of(who))} has given you a new role in One Workforce.",
            *_role_list("What you will now also do:", roles),
            f"Sign in as before: {sign_in_url()}",
        ),
    )


def sender_of(who: Actor) -> str:
    return "the person who runs this service" if who.is_operator else who.name


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sign_in_url() -> str:
    return get_settings().base_url.rstrip("/")


def _role_list(heading: str, roles: Sequence[str]) -> Sequence[str]:
    return [f"{heading}\n" + "\n".join(f"- {role}" for role in roles)] if roles else []


def paragraphs(*texts: str) -> str:
    return "\n\n".join(texts) + "\n"


NO_SERVER = "This service cannot send e-mail. Copy the text and send it yourself."
NOTHING_NEW = "They already have this role, so no message is needed."
LINK_NOT_YOURS = (
    "They cannot sign in yet, and they have a role that you do not manage. Ask an administrator "
    "to make their link."
)
_FAILURES_IN_A_ROW = 2


@dataclass(frozen=True)
class Invited:
    """``link`` is kept nowhere else; ``words`` say what is to be done where it was not sent."""

    person_id: str
    name: str
    is_new: bool
    link: Link | None
    letter: Letter | None
    was_sent: bool = False
    words: str = ""


def invite(store: Store, who: Actor, email: str, name: str, roles: Sequence[RoleHeld]) -> Invited:
    """A known person keeps their name, and gets a link only where they cannot sign in yet."""
    with store.writing() as session:
        invited = invite_in(session, who, email, name, roles)
    return with_mail_sent([invited])[0]


def add_person(store: Store, who: Actor, email: str, name: str, roles: Sequence[RoleHeld]) -> str:
    """They sign in by single sign-on, or are sent a link later."""
    with store.writing() as session:
        record, _ = _found_or_added(session, who, email, name, roles)
        for held in roles:
            add_role(session, who, record.id, held)
    return record.id


def resend(store: Store, who: Actor, person_id: str) -> Invited:
    """The older link opens nothing any more."""
    with store.writing() as session:
        invited = link_again(session, who, record_looked_after(session, who, person_id))
    return with_mail_sent([invited])[0]


def link_again(session: Session, who: Actor, record: PersonRecord) -> Invited:
    """A new link for a person who is locked; the letter is not sent, because it may still fail."""
    found = places_of(session, record.roles)
    policy.require(policy.may_make_link(who, with_trusts(record.roles, found)))
    _refuse_disabled(record)
    if not record.email:
        raise PersonRefused(
            f"{record.name} has no e-mail address, so cannot sign in with a password."
        )
    purpose = Purpose.RESET if record.has_password else Purpose.INVITATION
    return _with_link(session, who, record, purpose, found)


def invite_all(store: Store, who: Actor, preview: Preview) -> Sequence[Invited]:
    """All or nobody; raises ``PersonRefused`` where the list no longer is as it was shown."""
    if preview.faults:
        raise PersonRefused(
            "Nobody was invited, because the list has mistakes. Correct them first."
        )
    if not preview.people:
        raise PersonRefused("Nobody was invited, because the list is empty.")
    with store.writing() as session:
        invited = [
            invite_in(session, who, one.email, one.name, one.roles) for one in preview.people
        ]
    return with_mail_sent(invited)


def invite_in(
    session: Session, who: Actor, email: str, name: str, roles: Sequence[RoleHeld]
) -> Invited:
    """The same within a transaction; the letter is not sent, because it may still fail."""
    record, is_new = _found_or_added(session, who, email, name, roles)
    given = [held for held in roles if add_role(session, who, record.id, held)]
    record = replace(record, roles=(*record.roles, *given))
    found = places_of(session, record.roles)
    if not record.can_sign_in:
        if policy.may_make_link(who, with_trusts(record.roles, found)):
            made = _with_link(session, who, record, Purpose.INVITATION, found)
            return replace(made, is_new=is_new)
        return Invited(record.id, record.name, is_new, None, None, words=LINK_NOT_YOURS)
    if not given:
        return Invited(record.id, record.name, is_new, None, None, words=NOTHING_NEW)
    words = [in_words(held, found) for held in given]
    letter = letter_about_roles(who, record.email or "", record.name, words)
    return Invited(record.id, record.name, is_new, None, letter)


def begin(
    store: Store,
    who: Actor,
    email: str,
    name: str,
    *,
    trusts: Path,
    sectors: Iterable[tuple[str, str]],
) -> Invited:
    """Nothing goes by e-mail; ``sectors`` are (id, title)."""
    policy.require(policy.may_load_reference_data(who))
    with store.writing() as session:
        if people.administrators_to_change(session):
            raise PersonRefused(
                "There is already an administrator, so nothing was changed. Sign in as that "
                "person, or give somebody else the role with `python -m owf people invite`."
            )
        places.load_trusts(session, trusts)
        places.load_sectors(session, sectors)
        return invite_in(session, who, email, name, [RoleHeld(Role.ADMINISTRATOR, "all", "")])


def _found_or_added(
    session: Session, who: Actor, email: str, name: str, roles: Sequence[RoleHeld]
) -> tuple[PersonRecord, bool]:
    """The person of this address, locked, and whether they have just been added."""
    if not roles:
        raise PersonRefused("Choose a role for the person.")
    for held in roles:
        place_to_give(session, who, held)
    email = checked_email(email)
    known = accounts.account_by_email(session, email)
    record = people.record_to_change(session, known.id) if known else None
    if record is not None:
        _refuse_disabled(record)
        return record, False
    person_id = secrets.token_hex(16)
    try:
        people.add_person(session, person_id, checked_name(name), email=email, added_at=clock.now())
    except EmailTaken as taken:
        raise PersonRefused(
            "Somebody else has just added this person. Find them in the list of people."
        ) from taken
    record = people.record_to_change(session, person_id)
    if record is None:  # pragma: no cover  it was added three lines above
        raise PersonRefused("The person could not be added. Try again.")
    return record, True


def _refuse_disabled(record: PersonRecord) -> None:
    if record.disabled_at is not None:
        raise PersonRefused(
            f"{record.name} is disabled. Ask an administrator to enable them first."
        )


def _with_link(
    session: Session,
    who: Actor,
    record: PersonRecord,
    purpose: Purpose,
    found: Mapping[RoleHeld, Place],
) -> Invited:
    link = make_link(session, record.id, purpose)
    trusts = {trust for _, trust in with_trusts(record.roles, found)}
    audit.record(
        session,
        who,
        Event.INVITED if purpose is Purpose.INVITATION else Event.RESET_ASKED,
        "person",
        record.id,
        trust=trusts.pop() if len(trusts) == 1 else None,
    )
    words = [in_words(held, found) for held in record.roles]
    letter = letter_with_link(who, record.email or "", record.name, link, words)
    return Invited(record.id, record.name, False, link, letter)


def with_mail_sent(invited: Sequence[Invited]) -> Sequence[Invited]:
    """Send the letters, now that all is kept: what a mail server does loses nothing."""
    done: list[Invited] = []
    failures, trouble = 0, ""
    for one in invited:
        if one.letter is None:
            done.append(one)
        elif not mail.can_send():
            done.append(replace(one, words=NO_SERVER))
        elif failures >= _FAILURES_IN_A_ROW:
            done.append(replace(one, words=trouble))
        else:
            try:
                mail.send(one.letter)
            except MailFailed as failed:
                failures, trouble = failures + 1, str(failed)
                done.append(replace(one, words=trouble))
            else:
                failures = 0
                done.append(replace(one, was_sent=True, words="The message was sent by e-mail."))
    return done
