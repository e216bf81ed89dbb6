"""One person: what they do, and what can be done for them."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor, policy
from owf.access.accounts import GOES, WHAT_STAYS, disable, enable, erase, what_remains
from owf.access.details import change_person
from owf.access.errors import NotFound, Refused
from owf.access.invitations import resend
from owf.access.mail import checked_email
from owf.access.people import (
    PersonShown,
    RoleShown,
    State,
    checked_name,
    give_role,
    open_person,
    take_role,
)
from owf.benchmark.words.wording import capitalised
from owf.store import get_store
from owf.store.people import RoleHeld
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.navigation import PEOPLE, link_to
from owf.web.people.inviting import NOT_CHOSEN, choose_role, keep_invited, show_invited
from owf.web.widgets.forms import (
    FormProblems,
    do_and_say,
    one_step,
    refuse_unfilled,
    say_what_was_done,
)

_TAGS = {State.ACTIVE: "owf-done", State.DISABLED: "owf-out"}


def state_tag(one: PersonShown) -> Markup:
    return html.tag(one.state_in_words, _TAGS.get(one.state, ""))


def last_seen(one: PersonShown) -> str:
    return clock.in_words(one.last_seen_at) if one.last_seen_at else "never"


def person_page(who: Actor, one: PersonShown, above: str, back: dict[str, Any]) -> None:
    """``back`` are the choices of the list that the reader came from."""
    html.heading(one.name, above=above, view=one.id)
    say_what_was_done()
    show_invited(one.id)
    _draw_facts(one)
    _draw_details(who, one)
    _draw_roles(who, one)
    _draw_account(who, one, back)
    link_to(PEOPLE, "Back to the list", **back)


def _draw_facts(one: PersonShown) -> None:
    facts = (
        ("E-mail address", one.email or "none"),
        ("Added", clock.in_words(one.added_at) if one.added_at else "from the beginning"),
        ("Last seen", last_seen(one)),
    )
    html.write("<p>{}</p>{}", state_tag(one), html.facts(facts))
    if one.is_of_demonstration:
        html.notice(
            "This is one of the people of the demonstration. If you remove a role, it is missing "
            "for everybody until somebody gives it back."
        )


def _draw_details(who: Actor, one: PersonShown) -> None:
    if one.is_of_demonstration:
        return
    if one.id == who.id:
        html.write(
            '<p class="owf-hint">You change your own name and e-mail address on '
            '<a href="/auth/account" target="_self">your account page</a>.</p>'
        )
        return
    if not one.may_correct:
        html.show(html.hint(one.may_correct.reason))
        return
    with st.expander("Correct the name or e-mail address", key=f"correct-{one.id}"):
        html.write(
            '<p class="owf-hint">With another address, they sign in with that one, and their '
            "earlier links and signed-in browsers end.{}</p>",
            " Their password stays." if one.has_password else " They get a new link for it.",
        )
        key = f"correct-name-{one.id}-{one.name}"
        problems = FormProblems(f"correct-{one.id}", key)
        with one_step(f"correct-form-{one.id}"):
            left, right = st.columns(2)
            with left:
                name = st.text_input("Name", one.name, max_chars=200, key=key)
                problems.beside("name")
            with right:
                email = st.text_input(
                    "E-mail address", one.email, max_chars=300, key=f"correct-email-{one.email}"
                )
                problems.beside("email")
            forget = one.has_password and st.checkbox(
                "Somebody else may have used the earlier address: end the password too, and make "
                "a link to choose another",
                key=f"correct-forget-{one.id}",
            )
            clicked = problems.submit("Save the corrections")
        if clicked:
            problems.send(lambda: _correct(one, name or "", email or "", forget_password=forget))


def _correct(one: PersonShown, name: str, email: str, *, forget_password: bool) -> str:
    problems: dict[str, str] = {}
    for field, check, text in (("name", checked_name, name), ("email", checked_email, email)):
        try:
            # Somebody who never had an address does not need one to be given another name.
            if field == "name" or text or one.email:
                check(text)
        except Refused as refused:
            problems[field] = str(refused)
    refuse_unfilled(problems)
    changed = change_person(
        get_store(),
        signed_in(),
        one.id,
        name=name if name != one.name else None,
        email=email if email != one.email else None,
        forget_password=forget_password,
    )
    if changed.invited is not None:
        keep_invited(one.id, [changed.invited])
    return changed.words


def _draw_roles(who: Actor, one: PersonShown) -> None:
    html.write("<h2>Roles</h2>")
    if not one.roles:
        html.show(html.hint("No role. They can sign in, but cannot see anything."))
    for role in one.roles:
        _draw_role(one, role)
    if one.id == who.id:
        html.show(html.hint("You cannot give yourself a role."))
    elif one.state is not State.DISABLED:
        with st.container(border=True, key="give-role"):
            html.write("<h3>Give another role</h3>")
            held = choose_role(who)
            problems = FormProblems("give-role", f"give-{one.id}")
            clicked = st.button("Give this role", key=f"give-{one.id}")
            problems.beside("role", is_filled=held is not None)
            problems.below()
            if clicked:
                problems.send(lambda: _give_role(one, held))


def _draw_role(one: PersonShown, role: RoleShown) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        html.write('<p class="owf-role">{}</p>', role.words)
    if role.may_take:
        held = role.held
        title = role.words.split(",")[0]
        key = f"take-{one.id}-{held.role}-{held.scope_kind}-{held.scope_id}"
        with right:
            if st.button(as_label(f"Remove: {title}"), key=key):
                do_and_say(lambda: _remove_role(one, role))


def _give_role(one: PersonShown, held: RoleHeld | None) -> str:
    if held is None:
        raise Refused(NOT_CHOSEN, field="role")
    store, who = get_store(), signed_in()
    if not give_role(store, who, one.id, held):
        return f"{one.name} already has this role."
    words = f"{one.name} now has this role. They will see it at their next click."
    is_waiting = one.state is State.INVITED
    if is_waiting and open_person(store, who, one.id).state is not State.INVITED:
        words += " Their earlier link no longer works. Make a new one."
    return words


def _remove_role(one: PersonShown, role: RoleShown) -> str:
    store, who = get_store(), signed_in()
    if not take_role(store, who, one.id, role.held):
        return f"{one.name} no longer had this role."
    words = f"{one.name} no longer has this role: {role.words}."
    try:
        open_person(store, who, one.id)
    except NotFound:
        # It was their last role in a coordinator's Trust: there is nothing here to go back to.
        del st.query_params["person"]
        words += " They have no other role in your Trust, so they are no longer in this list."
    return words


def _draw_account(who: Actor, one: PersonShown, back: dict[str, Any]) -> None:
    def disable_them() -> str:
        disable(get_store(), signed_in(), one.id)
        return f"{one.name} is disabled and will be signed out at their next click."

    def enable_them() -> str:
        enable(get_store(), signed_in(), one.id)
        return f"{one.name} can sign in again."

    html.write("<h2>Account</h2>")
    if one.state is not State.DISABLED:
        _offer_link(one)
    decision = policy.may_look_after_accounts(who)
    if not decision:
        html.show(html.hint(decision.reason))
    elif one.id == who.id:
        html.show(html.hint("You cannot disable or erase yourself."))
    elif one.is_of_demonstration:
        html.show(
            html.hint("The demonstration needs this person, so you cannot disable or erase them.")
        )
    else:
        if one.state is State.DISABLED:
            words = "They will be able to sign in again with their password and roles."
            _button_with_words("Enable", words, f"enable-{one.id}", enable_them)
        else:
            words = (
                "They will be signed out at their next click and cannot sign in until they are "
                "enabled. Everything they did is kept."
            )
            _button_with_words("Disable", words, f"disable-{one.id}", disable_them)
        link_to(PEOPLE, "Erase this person …", person=one.id, do="erase", **back)


def _offer_link(one: PersonShown) -> None:
    def make() -> str:
        keep_invited(one.id, [resend(get_store(), signed_in(), one.id)])
        return ""

    if not one.email:
        html.show(html.hint("They have no e-mail address, so they cannot sign in with a password."))
    elif not one.may_make_link:
        html.show(html.hint(one.may_make_link.reason))
    else:
        words = (
            "They use it to choose a new password. The old password works until they do."
            if one.has_password
            else "They use it to choose their first password. Any older link stops working."
        )
        _button_with_words("Make a new link", words, f"link-{one.id}", make)


def _button_with_words(label: str, words: str, key: str, action: Callable[[], str]) -> None:
    left, right = st.columns([1, 4], vertical_alignment="center")
    with left:
        clicked = st.button(as_label(label), key=key, width="stretch")
    with right:
        html.show(html.hint(words))
    if clicked:
        do_and_say(action)


def erase_page(who: Actor, one: PersonShown, above: str, back: dict[str, Any]) -> None:
    html.heading(f"Erase {one.name}?", above=above, view=f"erase-{one.id}")
    say_what_was_done()
    remains = what_remains(get_store(), who, one.id)
    html.write(
        "<h2>What goes</h2><p>{}. This cannot be undone.</p><h2>What stays, and why</h2>"
        "{}<p>{}</p>",
        capitalised(GOES),
        html.bullet_list(remains.sentences),
        WHAT_STAYS,
    )
    sure = st.checkbox(as_label(f"I want to erase {one.name} for good."), key=f"sure-{one.id}")
    problems = FormProblems("erase", f"sure-{one.id}")
    problems.beside("sure", is_filled=sure)
    clicked = problems.submit("Erase this person", main=True, key=f"erase-{one.id}")
    if clicked:
        problems.send(lambda: _erase(one, back, sure=sure))
    link_to(PEOPLE, "Do not erase: go back to their page", person=one.id, **back)


def _erase(one: PersonShown, back: dict[str, Any], *, sure: bool) -> str:
    if not sure:
        raise Refused("Tick the box first. This cannot be undone.", field="sure")
    erase(get_store(), signed_in(), one.id)
    st.query_params.from_dict({name: str(value) for name, value in back.items()})
    return f"{one.name} has been erased. Their name and e-mail address are gone."
