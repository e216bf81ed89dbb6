"""Signing in with an account that somebody has elsewhere, as its provider vouches for it.

Only who was added here before gets in: a provider says who somebody is, never what they may do.
"""

import re
from collections.abc import Mapping
from unicodedata import normalize
from urllib.parse import urlsplit

from owf.access import audit
from owf.access.actor import Actor
from owf.access.audit import Event
from owf.access.errors import SignInRefused
from owf.access.mail import normal_email
from owf.access.sessions import open_session, who_is_there
from owf.settings import get_settings
from owf.store import Store, accounts
from owf.store.tables import Person

WAY = "single sign-on"
SKEW = 120
"""Seconds that our clock and the provider's may be apart."""
_ENTRA_TENANT = re.compile(r"/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/v2\.0)?/?")
"""The path of an issuer of Microsoft Entra, which names its tenant."""


def sign_in_vouched_for(
    store: Store,
    claims: Mapping[str, object],
    *,
    address: str,
    device: str = "",
    current: str | None = None,
) -> str:
    """Gives the session's token for the cookie.

    ``claims`` are what the provider says (OpenID Connect Core 5.1), with its signature verified.
    ``current`` is a session to go on with where it is the same person's.

    Raises ``SignInRefused``: not vouched for, nobody added under it, or they may not sign in.
    """
    account: Person | None = None
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
        record_failed_single_sign_on(store, address, account)
        raise
    already = who_is_there(store, current, address) if current else None
    if current and already is not None and already.id == account.id:
        return current
    with store.writing() as session:
        token = open_session(session, account.id, device)
        audit.record(session, Actor(account.id, "", address=address), Event.SIGNED_IN, way=WAY)
    return token


def vouched_email(claims: Mapping[str, object]) -> str:
    """Raises ``SignInRefused`` where there is none, or nothing says that it is verified."""
    email = claims.get("email")
    # A user's name at the provider (preferred_username, upn) may look like an address of others.
    if not isinstance(email, str) or not email.strip():
        raise SignInRefused(
            "Your sign-in service did not give us your e-mail address, which we need to find "
            "your account. Sign in another way, or tell the person who runs this service."
        )
    normal, given = normal_email(email), email.strip()
    if normalize("NFKC", given) != given or normal != given.lower():
        # Characters that only look alike have one normal spelling: the owner of the one address
        # must not be taken for the owner of the other.
        raise SignInRefused(
            "Your sign-in service gave an e-mail address with characters we cannot use. Sign in "
            "another way, or tell the person who runs this service."
        )
    is_verified = what_is_said_of_the_address(claims)
    if not (_is_of_trusted_domain(normal) if is_verified is None else is_verified):
        raise SignInRefused(
            "Your sign-in service has not verified your e-mail address, so we cannot be sure it "
            "is yours. Ask for it to be verified there, or sign in another way. If everybody gets "
            "this message, tell the person who runs this service."
        )
    return normal


def may_be_vouched_for(claims: Mapping[str, object]) -> bool:
    """Whether claims say all that is needed of an address, so that nothing more is asked for."""
    email = claims.get("email")
    if not isinstance(email, str) or not email.strip():
        return False
    is_said = what_is_said_of_the_address(claims) is not None
    return is_said or _is_of_trusted_domain(normal_email(email))


def what_is_said_of_the_address(claims: Mapping[str, object]) -> bool | None:
    """Whether the provider calls the address verified; ``None`` where it says nothing of it.

    Amazon Cognito writes the words "true" and "false". Microsoft Entra says it in ``xms_edov``,
    which counts from an issuer with a tenant alone: elsewhere it could mean anything.
    """
    if claims.get("email_verified") is not None:
        said = claims["email_verified"]
        return said is True or said == "true"
    if claims.get("xms_edov") is not None and is_entra_tenant(get_settings().oidc_issuer):
        return str(claims["xms_edov"]).lower() in {"true", "1"}
    return None


def is_entra_tenant(issuer: str) -> bool:
    return _ENTRA_TENANT.fullmatch(urlsplit(issuer.lower()).path) is not None


def _is_of_trusted_domain(email: str) -> bool:
    return email.rpartition("@")[2] in get_settings().trusted_domains


def record_failed_single_sign_on(store: Store, address: str, account: Person | None = None) -> None:
    who = Actor(account.id, "", address=address) if account else None
    with store.writing() as session:
        audit.record(session, who, Event.SIGN_IN_FAILED, address=address, way=WAY)
