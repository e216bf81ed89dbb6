"""A new password for somebody who forgot theirs: a letter with a one-time link."""

from __future__ import annotations

from owf import clock
from owf.access import audit, mail, throttle
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.emails import normal_email
from owf.access.links import LASTS, Link, Purpose, make_link
from owf.access.mail import Letter, MailFailed
from owf.access.throttle import Tried
from owf.store import Store, accounts
from owf.store.accounts import AccountFacts


def refuse_to_write_often(store: Store, email: str, *, address: str) -> None:
    """Count that a letter was asked for, the same whether the address is known or not.

    Raises:
        MustWait: it was asked for too often, for this account or from this address.
    """
    email, at = normal_email(email), clock.now()
    with store.writing() as session:
        throttle.refuse_while_waiting(session, email, address, at, Tried.RESET)
        throttle.note_failure(session, email, address, at, Tried.RESET)


def write_to_who_forgot(store: Store, email: str, *, address: str) -> None:
    """Send a link to whoever has this e-mail address and may sign in, if anybody does.

    Meant to be done after the browser has its answer: how long it takes tells who has an account.
    """
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


def letter_for(account: AccountFacts, link: Link) -> Letter:
    """The letter to somebody who forgot their password."""
    lasts = LASTS[link.purpose]
    how_long = f"{lasts.days} days" if lasts.days else f"{lasts.seconds // 3600} hours"
    name = " ".join(account.name.split())
    return Letter(
        to=account.email,
        subject="Choose a new password for One Workforce",
        text=f"""Dear {name},

You (or somebody else) asked for a new password for your account at One Workforce.
Open this address within {how_long} to choose one. It works once, and only the newest one works:

{link.url}

If you did not ask for this, you do not need to do anything. Your password stays the same.
""",
    )
