"""People: who does what here, and how they come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from owf.access import Actor, Role
from owf.access.people import STATES, PeopleWanted, State, list_people, open_person
from owf.access.role_places import TITLES, what_may_be_given
from owf.store import get_store
from owf.web import html
from owf.web.components.choosing import choose, number_in_address, type_in
from owf.web.components.invited import show_invited
from owf.web.components.inviting import invite_many, invite_one
from owf.web.components.people_table import people_table
from owf.web.components.person import change_person, person_facts
from owf.web.components.said import say_what_was_done
from owf.web.frame import signed_in
from owf.web.landing import PEOPLE, link_to

# People in one list; a longer one is for the filters.
MOST_SHOWN = 200


def _own_trusts(who: Actor) -> Mapping[str, str]:
    """The Trusts whose people may be looked after, by number; "" is everybody."""
    offer = what_may_be_given(get_store(), who)
    everybody = {"": "All of them"} if Role.ADMINISTRATOR in offer.roles else {}
    return {**everybody, **offer.trusts}


def _wanted(trust: int | None) -> PeopleWanted:
    role, state = st.query_params.get("role", ""), st.query_params.get("state", "")
    return PeopleWanted(
        trust=trust,
        text=st.query_params.get("find", ""),
        role=Role(role) if role in set(Role) else None,
        state=State(state) if state in set(State) else None,
    )


def _filters(trusts: Mapping[str, str], trust: int | None) -> None:
    with st.container(key="people-filters"):
        columns = st.columns(4 if len(trusts) > 1 else 3)
        with columns[0]:
            type_in("find", "Name or e-mail address")
        with columns[1]:
            roles = {"": "Any role", **{role.value: TITLES[role] for role in Role}}
            choose("role", "Role", roles, "")
        with columns[2]:
            choose(
                "state",
                "State",
                {"": "Any state", **{one.value: title for one, title in STATES.items()}},
                "",
            )
        if len(trusts) > 1:
            with columns[3]:
                choose("trust", "Trust", trusts, str(trust or ""))


def _list(who: Actor, trusts: Mapping[str, str], trust: int | None) -> None:
    shown = list_people(get_store(), who, _wanted(trust))
    everybody = list_people(get_store(), who, PeopleWanted(trust=trust))
    number = "1 person" if len(everybody) == 1 else f"{len(everybody):,} people"
    html.heading(f"Who may do what: {number}", above=_above(trusts, trust))
    say_what_was_done()
    kept = _kept(trust)
    with st.container(horizontal=True, key="people-invite"):
        link_to(PEOPLE, "Invite one person", main=True, **kept, invite="one")
        link_to(PEOPLE, "Invite many from a list", **kept, invite="many")
    _filters(trusts, trust)
    if not shown:
        html.notice(
            "Nobody fits these choices. Choose another role or state, or look for a shorter name."
        )
        return
    some = "" if len(shown) == len(everybody) else f" of {len(everybody):,}"
    caption = f"{len(shown):,}{some} people, by name"
    if len(shown) > MOST_SHOWN:
        caption = f"The first {MOST_SHOWN} of {len(shown):,} people, by name: look for fewer above"
    html.show(people_table(shown[:MOST_SHOWN], caption))


def _above(trusts: Mapping[str, str], trust: int | None) -> str:
    return f"People: {trusts.get(str(trust or ''), 'all of them')}"


def _back(trust: int | None) -> None:
    link_to(PEOPLE, "Back to all people", **_kept(trust))


def _kept(trust: int | None) -> dict[str, Any]:
    """What the page's links keep in the address."""
    return {} if trust is None else {"trust": trust}


def _person(who: Actor, person_id: str, trusts: Mapping[str, str], trust: int | None) -> None:
    one = open_person(get_store(), who, person_id)
    html.heading(one.name, above=_above(trusts, trust))
    say_what_was_done()
    _back(trust)
    if show_invited("person"):
        return
    html.show(person_facts(one))
    change_person(who, one)


def _invite(who: Actor, how: str, trusts: Mapping[str, str], trust: int | None) -> None:
    many = how == "many"
    title = "Invite people from a list" if many else "Invite one person"
    html.heading(title, above=_above(trusts, trust))
    say_what_was_done()
    _back(trust)
    if show_invited(how):
        return
    if many:
        invite_many(who, trust, how)
    else:
        invite_one(who, how)


def _colophon() -> None:
    html.show(
        Markup(
            '<div class="owf-colophon"><p>Whatever is changed here stands in the record, and '
            "counts from the person's next click on. A link is shown once, to whoever made it, and "
            "works once, for its person alone.</p></div>"
        )
    )


who = signed_in()
trusts = _own_trusts(who)
asked = number_in_address("trust")
first = next(iter(trusts))
trust = asked if asked is not None else (int(first) if first else None)
person = st.query_params.get("person", "")
invite = st.query_params.get("invite", "")
if person:
    _person(who, person, trusts, trust)
elif invite:
    _invite(who, invite, trusts, trust)
else:
    _list(who, trusts, trust)
_colophon()
