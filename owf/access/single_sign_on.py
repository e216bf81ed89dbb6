"""Signing in with an account that somebody has elsewhere, as its provider vouches for it.

Only who was added here before gets in: a provider says who somebody is, never what they may do.
"""

from __future__ import annotations

from collections.abc import Mapping

from owf.access import audit
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.emails import normal_email
from owf.access.refusals import SignInRefused
from owf.access.sessions import open_session
from owf.store import Store, accounts
from owf.store.accounts import AccountFacts

WAY = "single sign-on"


def sign_in_vouched_for(
    store: Store, claims: Mapping[str, object], *, address: str, device: str = ""
) -> str:
    """Sign in who a provider vouches for; gives the token for the cookie.

    Args:
        store: the database.
        claims: what the provider says of the person (OpenID Connect Core 5.1), with its signature
            and everything else about it verified already.
        address: where the person comes from.
        device: which browser it is, in words.

    Raises:
        SignInRefused: the e-mail address is not vouched for, nobody was added under it, or its
            person may not sign in.
    """
    account: AccountFacts | None = None
    try:
        email = vouched_email(claims)
        with store.reading() as session:
            account = accounts.account_by_email(session, email)
        if account is None:
            raise SignInRefused(
                f"Your sign-in service says you are {email}, and nobody has been added here with "
                "that address. Ask your Trust's coordinator for an invitation. If you have "
                "another account with that service, sign in with it."
            )
        if not account.may_sign_in:
            raise SignInRefused(
                "Your account here is closed. Ask your Trust's coordinator if you need it opened."
            )
    except SignInRefused:
        note_failure(store, address, account)
        raise
    with store.writing() as session:
        token = open_session(session, account.id, device)
        audit.record(session, Actor(account.id, "", address=address), Event.SIGNED_IN, way=WAY)
    return token


def vouched_email(claims: Mapping[str, object]) -> str:
    """The e-mail address that a provider vouches for, as it is kept here.

    Raises:
        SignInRefused: there is none, or the provider does not say that it is verified.
    """
    email = claims.get("email")
    if not isinstance(email, str) or not email.strip():
        raise SignInRefused(
            "Your sign-in service did not give us your e-mail address, which we need to find "
            "your account. Sign in another way, or tell the person who runs this service."
        )
    # The word "true", or 1, is not what the standard says: who is careless there may be so here.
    if claims.get("email_verified") is not True:
        raise SignInRefused(
            "Your sign-in service has not verified your e-mail address, so we cannot be sure it "
            "is yours. Ask for it to be verified there, or sign in another way."
        )
    normal = normal_email(email)
    if not email.isascii() and email.strip() != normal:
        # Characters that only look alike have one normal spelling: whoever owns the one address
        # must not be taken for the owner of the other.
        raise SignInRefused(
            "Your sign-in service gave an e-mail address with characters we cannot use. Sign in "
            "another way, or tell the person who runs this service."
        )
    return normal


def note_failure(store: Store, address: str, account: AccountFacts | None = None) -> None:
    """Record that single sign-on let nobody in."""
    who = Actor(account.id, "", address=address) if account else None
    with store.writing() as session:
        audit.record(session, who, Event.SIGN_IN_FAILED, address=address, way=WAY)
