"""What surrounds every page: who is signed in, the demonstration's banner, the role chosen."""

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor, who_is_there
from owf.access.roles import roles_in_words
from owf.access.sessions import act_under
from owf.settings import get_settings
from owf.store import get_store
from owf.web import stylesheet
from owf.web.markup import html
from owf.web.session import address_of_page, session_of_page


def who_is_here() -> Actor | None:
    """The person of this browser's session, asked of the database at each run."""
    return who_is_there(get_store(), session_of_page(), address_of_page())


def signed_in() -> Actor:
    """The person of this session; where there is none, says so and stops the page."""
    who = who_is_here()
    if who is None:
        html.heading("You are signed out")
        html.show(
            Markup(
                "<p>You need to sign in to see this page. All your answers are saved.</p><p><a "
                'class="owf-button" href="/auth/sign-in" target="_self">Sign in</a></p>'
            )
        )
        st.stop()
    return who


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
    html.show(Markup('<div class="owf-frame">{}{}</div>').format(banner, signed_in_as))
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
