"""People: who may sign in and what they may do, for administrators and coordinators."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf.access import Actor, Role, policy
from owf.access.people import STATES, PeopleWanted, PersonShown, State, list_people, open_person
from owf.access.roles import TITLES, partners_to_choose, what_may_be_given
from owf.assessment.start.first_steps import who_invites_the_chair
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import PEOPLE, ROUND, link_to
from owf.web.people.inviting import invite_many, invite_one, show_invited
from owf.web.people.person import erase_page, last_seen, person_page, state_tag
from owf.web.widgets.forms import say_what_was_done
from owf.web.widgets.url_state import choose, number_in_address, type_in

_AT_ONCE = 50
_KEPT = ("trust", "name", "role", "state", "page")


def _person_and_trust() -> tuple[Actor, int | None]:
    who = signed_in()
    trust = number_in_address("trust")
    if trust is None and not policy.may_see_people(who, None):
        own = who.scopes(Role.COORDINATOR, scope_kind="trust")
        trust = int(own[0]) if own else None
    policy.require(policy.may_see_people(who, trust))
    return who, trust


def _choices_of_list(trust: int | None) -> dict[str, Any]:
    kept: dict[str, Any] = {
        name: st.query_params[name] for name in _KEPT if name in st.query_params
    }
    return kept if trust is None else {**kept, "trust": trust}


def _whose_people(who: Actor, trust: int | None) -> str:
    if trust is None:
        return "People everywhere"
    names = what_may_be_given(get_store(), who).trusts
    return f"People of {names.get(str(trust), f'Trust {trust}')}"


def _list(who: Actor, trust: int | None) -> None:
    html.heading(_whose_people(who, trust))
    say_what_was_done()
    left, right, _ = st.columns([1, 1, 3])
    back = _choices_of_list(trust)
    with left:
        link_to(PEOPLE, "Invite somebody", main=True, do="invite", **back)
    with right:
        link_to(PEOPLE, "Invite from a list", do="list", **back)
    wanted = _choices_above(who, trust)
    shown = list_people(get_store(), who, wanted)
    if not shown:
        is_filtered = bool(wanted.text or wanted.role or wanted.state)
        html.notice(
            "Nobody matches these choices. Change them above."
            if is_filtered
            else "Nobody has a role here yet. Invite the first person above."
        )
        return
    pages = -(-len(shown) // _AT_ONCE)
    page = min(max(number_in_address("page") or 1, 1), pages)
    some = shown[(page - 1) * _AT_ONCE : page * _AT_ONCE]
    html.show(_people_table(some, _caption(shown, page, pages)))
    _other_pages(back, page, pages)


def _people_table(shown: Sequence[PersonShown], caption: str) -> Markup:
    return html.table(
        caption,
        ("Name", "Roles", "State", "Last seen"),
        ((_linked_name(one), _roles_of(one), state_tag(one), last_seen(one)) for one in shown),
        css="owf-people owf-stack",
    )


def _linked_name(one: PersonShown) -> Markup:
    query = urlencode({**st.query_params.to_dict(), "person": one.id})
    link = Markup('<a href="/people?{}" target="_self">{}</a>').format(query, one.name)
    return html.with_small(link, one.email or "no e-mail address")


def _roles_of(one: PersonShown) -> Markup:
    if not one.roles:
        return Markup('<span class="owf-none">no role</span>')
    return html.bullet_list([role.words for role in one.roles], "owf-roles")


def _caption(shown: Sequence[PersonShown], page: int, pages: int) -> str:
    number = "1 person" if len(shown) == 1 else f"{len(shown)} people"
    if pages == 1:
        return number
    first = (page - 1) * _AT_ONCE + 1
    return f"{number}: {first} to {min(page * _AT_ONCE, len(shown))}"


def _other_pages(back: dict[str, Any], page: int, pages: int) -> None:
    before, after = st.columns(2)
    with before:
        if page > 1:
            link_to(PEOPLE, "Previous", **{**back, "page": page - 1})
    with after:
        if page < pages:
            link_to(PEOPLE, "Next", **{**back, "page": page + 1})


def _choices_above(who: Actor, trust: int | None) -> PeopleWanted:
    everywhere = bool(policy.may_see_people(who, None))
    trusts = dict(what_may_be_given(get_store(), who).trusts)
    if everywhere:
        trusts = {"": "Everywhere", **trusts}
    here = str(trust or "")
    places = iter(st.columns(4 if len(trusts) > 1 else 3))
    with next(places):
        text = type_in("name", "Name or e-mail address")
    if len(trusts) > 1:
        with next(places):
            choose("trust", "Trust", trusts, here)
    with next(places):
        roles = {"": "All roles", **{role.value: title for role, title in TITLES.items()}}
        role = choose("role", "Role", roles, "")
    with next(places):
        states = {"": "All states", **{state.value: words for state, words in STATES.items()}}
        state = choose("state", "State", states, "")
    return PeopleWanted(trust, text, Role(role) if role else None, State(state) if state else None)


def _invite(who: Actor, trust: int | None) -> None:
    partner = st.query_params.get("partner", "")
    wanted = partners_to_choose(get_store(), who, trust).get(partner) if trust else None
    title = f"Invite somebody for {wanted}" if wanted else "Invite somebody"
    html.heading(title, above=_whose_people(who, trust), view="invite")
    say_what_was_done()
    if not show_invited("one"):
        invite_one(who, "one")
        chair = who_invites_the_chair(get_store(), who, trust) if trust else ""
        if chair:
            html.write('<p class="owf-hint">{}</p>', chair)
    if wanted:
        link_to(ROUND, "Back to the round", trust=trust, year=st.query_params.get("year", ""))
    link_to(PEOPLE, "Back to the list", **_choices_of_list(trust))


def _invite_list(who: Actor, trust: int | None) -> None:
    html.heading("Invite from a list", above=_whose_people(who, trust), view="invite-list")
    say_what_was_done()
    if not show_invited("list"):
        invite_many(who, trust, "list")
    link_to(PEOPLE, "Back to the list of people", **_choices_of_list(trust))


who, trust = _person_and_trust()
person = st.query_params.get("person")
doing = st.query_params.get("do")
if person is not None:
    one = open_person(get_store(), who, person)
    draw = erase_page if doing == "erase" else person_page
    draw(who, one, _whose_people(who, trust), _choices_of_list(trust))
elif doing == "invite":
    _invite(who, trust)
elif doing == "list":
    _invite_list(who, trust)
else:
    _list(who, trust)
