"""One person: what they do and how they stand, and what whoever looks after them may change."""

from __future__ import annotations

from functools import partial

import streamlit as st
from markupsafe import Markup

from owf.access import Actor, policy
from owf.access.accounts import WHAT_STAYS, disable, enable, erase, what_remains
from owf.access.inviting import resend
from owf.access.people import PersonShown, RoleShown, State, open_person
from owf.access.refusals import NotFound, Refused
from owf.access.roles import give_role, take_role
from owf.store import get_store
from owf.store.people import RoleHeld
from owf.web import html
from owf.web.components.invited import keep_invited
from owf.web.components.people_table import last_seen, state_tag
from owf.web.components.role_choice import choose_role
from owf.web.components.said import do_and_say
from owf.web.frame import signed_in


def person_facts(one: PersonShown) -> Markup:
    """Who somebody is, in a few rows."""
    return Markup(
        '<dl class="owf-person"><div><dt>E-mail address</dt><dd>{}</dd></div>'
        "<div><dt>State</dt><dd>{}</dd></div><div><dt>Last seen</dt><dd>{}</dd></div></dl>"
    ).format(one.email or "none", state_tag(one), last_seen(one))


def change_person(who: Actor, one: PersonShown) -> None:
    """Everything about a person that may be changed, each thing with its own button."""
    _roles(who, one)
    _link(one)
    if policy.may_look_after_accounts(who):
        _account(who, one)


def _roles(who: Actor, one: PersonShown) -> None:
    html.show(Markup("<h2>What they do</h2>"))
    if not one.roles:
        html.show(Markup("<p>{} holds no role, and sees nothing.</p>").format(one.name))
    for role in one.roles:
        with st.container(horizontal=True, vertical_alignment="center", key=f"role-{_key(role)}"):
            html.show(Markup('<p class="owf-role">{}</p>').format(role.words))
            if role.may_take and st.button(f"Take away: {role.words}", key=f"take-{_key(role)}"):
                do_and_say(partial(_take, one, role))
    with st.container(border=True, key="give-role"):
        html.show(Markup("<h3>Give another role</h3>"))
        held = choose_role(who)
        if held is not None and st.button("Give this role", key="give"):
            do_and_say(partial(_give, one, held))


def _key(role: RoleShown) -> str:
    return f"{role.held.role}-{role.held.scope_kind}-{role.held.scope_id}"


def _take(one: PersonShown, role: RoleShown) -> str:
    who = signed_in()
    taken = take_role(get_store(), who, one.id, role.held)
    if not taken:
        return f"{one.name} did not hold that role any more."
    try:
        open_person(get_store(), who, one.id)
    except NotFound:
        # Their last role in this Trust: they are none of its people any more.
        del st.query_params["person"]
    return f"Taken away: {role.words}. It counts from {one.name}'s next click."


def _give(one: PersonShown, held: RoleHeld) -> str:
    given = give_role(get_store(), signed_in(), one.id, held)
    return f"{one.name} holds the role now." if given else f"{one.name} held that role already."


def _link(one: PersonShown) -> None:
    what = "a new password" if one.has_password else "their first password"
    html.show(Markup("<h2>Signing in</h2>"))
    if not one.may_make_link:
        html.show(Markup("<p>{}</p>").format(one.may_make_link.reason))
        return
    html.show(
        Markup(
            "<p>A one-time link lets {} choose {}. Links made before it open nothing any more.</p>"
        ).format(one.name, what)
    )
    if st.button("Make a new link", key="new-link"):
        do_and_say(lambda: _resend(one))


def _resend(one: PersonShown) -> str:
    keep_invited("person", [resend(get_store(), signed_in(), one.id)])
    return ""


def _account(who: Actor, one: PersonShown) -> None:
    html.show(Markup("<h2>Account</h2>"))
    if one.id == who.id:
        html.show(
            Markup("<p>This is you. Another administrator disables or erases an administrator.</p>")
        )
        return
    if one.state is State.DISABLED:
        html.show(
            Markup("<p>{} is kept out. Everything they did is still there.</p>").format(one.name)
        )
        if st.button("Let them in again", key="enable"):
            do_and_say(lambda: _enable(one))
    else:
        html.show(
            Markup(
                "<p>Whoever is disabled is signed out at their next click and cannot sign in. "
                "Nothing that they did is lost, and they can be let in again.</p>"
            )
        )
        if st.button(f"Disable {one.name}", key="disable"):
            do_and_say(lambda: _disable(one))
    _erasing(who, one)


def _enable(one: PersonShown) -> str:
    enable(get_store(), signed_in(), one.id)
    return f"{one.name} can sign in again."


def _disable(one: PersonShown) -> str:
    disable(get_store(), signed_in(), one.id)
    return f"{one.name} is kept out from their next click on."


def _erasing(who: Actor, one: PersonShown) -> None:
    """Erasing says first what stays and why, and asks once more."""
    with st.expander("Erase this person"):
        try:
            remains = what_remains(get_store(), who, one.id)
        except Refused as refused:
            html.show(Markup("<p>{}</p>").format(str(refused)))
            return
        html.show(
            Markup(
                "<p>Their name, e-mail address, password, roles and sessions go, and cannot be "
                "brought back. What stays:</p><ul>{}</ul><p>{}</p>"
            ).format(
                html.join(Markup("<li>{}</li>").format(one) for one in remains.sentences),
                WHAT_STAYS,
            )
        )
        sure = st.checkbox(f"Yes, erase {one.name} for good", key="sure-to-erase")
        if st.button("Erase", key="erase", type="primary", disabled=not sure):
            do_and_say(lambda: _erase(one))


def _erase(one: PersonShown) -> str:
    erase(get_store(), signed_in(), one.id)
    del st.query_params["person"]
    return "The person was erased. What they did stays under a number that says nothing of them."
