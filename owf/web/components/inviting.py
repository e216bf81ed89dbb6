"""Inviting people: one by a form, many by a pasted list with a preview."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf.access import Actor
from owf.access.invitation_list import MOST_CHARACTERS, Line, Preview, read_list
from owf.access.inviting import invite, invite_all
from owf.access.refusals import Refused
from owf.store import get_store
from owf.store.people import RoleHeld
from owf.web import html
from owf.web.components.invited import keep_invited
from owf.web.components.one_step import one_step
from owf.web.components.role_choice import NOT_CHOSEN, choose_role
from owf.web.frame import signed_in
from owf.web.widgets.form_problems import FormProblems, Unfilled

_EXAMPLE = "Anna Ackroyd\tanna@example.org\tpartner\tPolice"
_READ = "owf:list-that-was-shown"
_FORM = "owf:invitation-form"


def _fresh(name: str) -> str:
    """The key of a box in a form: another one after each invitation, so that it begins empty."""
    return f"{name}-{st.session_state.get(_FORM, 0)}"


def _begin_afresh() -> None:
    st.session_state[_FORM] = st.session_state.get(_FORM, 0) + 1


def invite_one(who: Actor, place: str) -> None:
    """The form that invites one person."""
    html.show(Markup("<h2>What will this person do?</h2>"))
    held = choose_role(who)
    html.show(Markup("<h2>Who is this person?</h2>"))
    key = _fresh("invite-name")
    problems = FormProblems("invite-one", key)
    with one_step("invite-one"):
        left, right = st.columns(2)
        with left:
            name = st.text_input("Name", max_chars=200, key=key)
            problems.beside("name")
        with right:
            email = st.text_input("E-mail address", max_chars=300, key=_fresh("invite-email"))
            problems.beside("email")
        clicked = st.form_submit_button("Invite", type="primary")
        problems.beside("role", is_filled=held is not None)
        problems.below()
    if clicked:
        problems.send(lambda: _invite(name or "", email or "", held, place))


def _invite(name: str, email: str, held: RoleHeld | None, place: str) -> str:
    if held is None or not name.strip() or not email.strip():
        raise Unfilled(
            {
                "name": "" if name.strip() else "Write their name.",
                "email": "" if email.strip() else "Write their e-mail address.",
                "role": "" if held else NOT_CHOSEN,
            }
        )
    keep_invited(place, [invite(get_store(), signed_in(), email, name, [held])])
    _begin_afresh()
    return ""


def invite_many(who: Actor, trust: int | None, place: str) -> None:
    """The list to paste, what it comes to, and the one click that invites everybody in it."""
    html.show(
        Markup(
            "<p>Paste a list from a spreadsheet, or with commas or semicolons: <strong>name, "
            "e-mail address, role, where</strong>. Put one person and role on each line. If the "
            "columns are in another order, add a heading. “Where” is {}.</p>"
        ).format(
            "the partner for somebody who answers for one, and empty for the steering group"
            if trust is not None
            else (
                "a Trust, a region, or (for somebody who answers for a partner) the Trust and "
                "the partner, as in “Cambridgeshire: Police”"
            )
        )
    )
    with one_step("invite-many"):
        text = st.text_area(
            "People to invite",
            key=_fresh("invite-list"),
            height=180,
            max_chars=MOST_CHARACTERS,
            placeholder=_EXAMPLE,
        )
        st.form_submit_button("Check the list", type="primary")
    preview = read_list(get_store(), who, text or "", trust)
    # This run shows the newest; the click below was made on what the run before had shown.
    seen: Preview | None = st.session_state.get(_READ)
    st.session_state[_READ] = preview
    if preview.lines or preview.faults:
        _show(preview)
    if not preview.people or preview.faults:
        return
    number = len(preview.people)
    label = "Invite this person" if number == 1 else f"Invite these {number} people"
    problems = FormProblems("invite-all", _fresh("invite-list"))
    clicked = st.button(label, key="invite-all", type="primary")
    problems.below()
    if clicked:
        problems.send(lambda: _invite_all(preview, seen, place))


def _invite_all(preview: Preview, seen: Preview | None, place: str) -> str:
    if preview != seen:
        raise Refused("The list has changed since you checked it. Read it again, then invite.")
    keep_invited(place, invite_all(get_store(), signed_in(), preview))
    _begin_afresh()
    return ""


def _show(preview: Preview) -> None:
    faults = preview.faults
    if faults:
        number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        html.notice(
            Markup(
                "<strong>{} in the list.</strong> Nobody will be invited until you correct the "
                "list above and check it again."
            ).format(number),
            "problem",
        )
        html.show(
            Markup('<ul class="owf-faults">{}</ul>').format(
                html.join(Markup("<li>{}</li>").format(one) for one in faults)
            )
        )
    else:
        html.notice("The list has no mistakes. Check it, then invite below.", "good")
    if preview.lines:
        html.show(_table(preview.lines))


def _table(lines: Sequence[Line]) -> Markup:
    return html.table(
        f"Your list: {len(lines)} {'line' if len(lines) == 1 else 'lines'}",
        ("Line", "Name", "E-mail address", "Role", "What happens"),
        (
            (
                str(line.number),
                line.name or _missing("missing"),
                line.email or _missing("missing"),
                line.words if line.held else _missing(line.words or "missing"),
                _missing("not invited: correct the line first")
                if line.faults
                else line.note or "Invited.",
            )
            for line in lines
        ),
        css="owf-listed owf-stack",
    )


def _missing(words: str) -> Markup:
    return Markup('<span class="owf-missing">{}</span>').format(words)
