"""People as a list: who they are, their roles, their state and when they were last signed in."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access.people import PersonShown, State
from owf.web.markup import html

_TAGS = {State.ACTIVE: "owf-done", State.DISABLED: "owf-out"}


def people_table(shown: Sequence[PersonShown], caption: str) -> Markup:
    """Each name leads to the person's page; the list's choices stay in the address."""
    return html.table(
        caption,
        ("Name", "Roles", "State", "Last seen"),
        ((_name(one), _roles(one), state_tag(one), last_seen(one)) for one in shown),
        css="owf-people owf-stack",
    )


def state_tag(one: PersonShown) -> Markup:
    return Markup('<span class="owf-tag {}">{}</span>').format(
        _TAGS.get(one.state, ""), one.state_in_words
    )


def last_seen(one: PersonShown) -> str:
    return clock.in_words(one.last_seen_at) if one.last_seen_at else "never"


def _name(one: PersonShown) -> Markup:
    query = urlencode({**st.query_params.to_dict(), "person": one.id})
    return Markup(
        '<a href="/people?{}" target="_self">{}</a> <span class="owf-small">{}</span>'
    ).format(query, one.name, one.email or "no e-mail address")


def _roles(one: PersonShown) -> Markup:
    if not one.roles:
        return Markup('<span class="owf-none">no role</span>')
    return Markup('<ul class="owf-roles">{}</ul>').format(
        html.join(Markup("<li>{}</li>").format(role.words) for role in one.roles)
    )


# People on one page of the list. (No docstring here: Streamlit writes a text that stands alone in
# a page on to the page.)
