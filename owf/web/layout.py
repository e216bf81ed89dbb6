"""What surrounds every page: who is signed in, the demonstration's banner, the role chosen."""

import hmac
from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor, who_is_there
from owf.access.roles import roles_in_words
from owf.access.sessions import act_under, why_over
from owf.settings import get_settings
from owf.store import get_store
from owf.web import stylesheet
from owf.web.markup import html
from owf.web.session import address_of_page, session_of_page


def who_is_here(*, is_use: bool = True) -> Actor | None:
    """The person of this browser's session, asked of the database at each run.

    ``is_use`` is False for what a page does by itself, with nobody there.
    """
    return who_is_there(get_store(), session_of_page(), address_of_page(), is_use=is_use)


def signed_in() -> Actor:
    """The person of this session; where there is none, says so and stops the page."""
    who = who_is_here()
    if who is None:
        html.heading("You are signed out")
        html.show(
            _SIGNED_OUT.format(why_over(get_store(), session_of_page()), quote(_here(), safe=""))
        )
        st.stop()
    return who


_SIGNED_OUT = Markup(
    '<div class="owf-signed-out"><p>{} You need to sign in to see this page. Everything that was '
    'shown as saved is safe.</p><p class="owf-typed-kept" hidden>What you had typed and not saved '
    "is kept in this window. Sign in here, and it is offered to you where you typed it.</p>"
    '<p><a class="owf-button" href="/auth/sign-in?next={}" target="_self">Sign in</a></p></div>'
)


def _here() -> str:
    """The address of this page with its choices, as ``/compare?trust=873``."""
    path, choices = html.path_of_page(), st.query_params.to_dict()
    return f"/{path}?{urlencode(choices)}" if choices else f"/{path}"


def _mark_of(who: Actor) -> str:
    """Tells people apart in one browser, and says nothing of who they are."""
    secret = get_settings().secret_key.get_secret_value().encode()
    return hmac.new(secret, f"typed:{who.id}".encode(), "sha256").hexdigest()[:16]


def keep_choices_in_address() -> None:
    """A link from a page to itself leaves the address as it was (Streamlit 1.67); this mends it."""
    st.query_params.from_dict(st.query_params.to_dict())


def draw_frame(who: Actor | None, path: str) -> None:
    html.begin_page(path)
    st.logo(stylesheet.LOGO, size="large")
    banner = (
        Markup(
            '<p class="owf-banner"><strong>Demonstration.</strong> All figures are made up. '
            "The date in it is {}.</p>"
        ).format(f"{clock.today().day} {clock.today():%B %Y}")
        if get_settings().demo
        else html.NOTHING
    )
    signed_in_as = (
        Markup(
            '<p class="owf-who"><span>Signed in as <strong>{}</strong></span> '
            '<a href="/auth/account" target="_self">Your account</a> '
            '<a href="/auth/sign-out" target="_self">Sign out</a></p>'
        ).format(who.name)
        if who
        else html.NOTHING
    )
    mark = html.given(' data-person="{}"', _mark_of(who) if who else "")
    html.show(Markup('<div class="owf-frame"{}>{}{}</div>').format(mark, banner, signed_in_as))
    if who is not None and len(who.all_roles) > 1:
        _choose_role(who)


ALL_ROLES = "All my roles"


def _choose_role(who: Actor) -> None:
    held = who.all_roles
    acting = held.index(who.roles[0]) + 1 if len(who.roles) == 1 else 0
    words = (ALL_ROLES, *roles_in_words(get_store(), held))
    # What the database says is part of the key: where another window of this browser chose
    # otherwise, this one starts from that, and does not turn it back.
    with st.container(key="working-as"):
        chosen = st.selectbox(
            "Working as", range(len(words)), acting, words.__getitem__, key=f"working-as-{acting}"
        )
    token = session_of_page()
    if chosen != acting and token is not None:
        act_under(get_store(), who, token, held[chosen - 1] if chosen else None)
        st.rerun()
