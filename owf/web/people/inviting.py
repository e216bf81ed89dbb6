"""Inviting people: one by a form, many by a pasted list with a preview."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor, Role
from owf.access.errors import Refused
from owf.access.invitation_list import MOST_CHARACTERS, Line, Preview, read_list
from owf.access.invitations import Invited, invite, invite_all
from owf.access.policy import SCOPE_OF
from owf.access.roles import TITLES, partners_to_choose, what_may_be_given
from owf.store import get_store
from owf.store.people import RoleHeld
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.widgets.forms import (
    FormProblems,
    Unfilled,
    count_sent,
    one_step,
    shown_before,
    times_sent,
)
from owf.web.widgets.url_state import choose, number_in_address


def keep_invited(place: str, invited: Sequence[Invited]) -> None:
    """Keep links for the runs that follow: they are stored nowhere else."""
    st.session_state[f"owf:invited:{place}"] = list(invited)


def show_invited(place: str) -> bool:
    """Show the links of this place until they are passed on; gives whether there are any."""
    key = f"owf:invited:{place}"
    invited: list[Invited] = st.session_state.get(key, [])
    if not invited:
        return False
    with st.container(border=True, key=f"invited-{place}"):
        if len(invited) == 1:
            _link_and_message(invited[0])
        else:
            _links_and_message(invited)
        if st.button("I have passed it on", key=f"passed-{place}", type="primary"):
            del st.session_state[key]
            st.rerun()
    return True


def _link_and_message(invited: Invited) -> None:
    html.write("<h2>{}</h2><p>{}</p>", _title(invited), invited.words)
    if invited.link is not None:
        html.write(
            "<p><strong>Copy the link now. It is not shown again.</strong> It works once, "
            "until {}. Only give it to this person, because anybody who opens it can sign in "
            "as them.</p>",
            clock.in_words(invited.link.expires_at),
        )
        _text_to_copy(invited.link.url)
    if invited.letter is not None:
        html.write(
            "<p><strong>The message</strong> to {}: {}</p>",
            invited.letter.to,
            invited.letter.subject,
        )
        _text_to_copy(invited.letter.text)


def _text_to_copy(text: str) -> None:
    # Lines wrap: a box that scrolls sideways cannot be scrolled by keyboard (axe).
    st.code(text, language=None, wrap_lines=True)


def _title(invited: Invited) -> str:
    if invited.is_new:
        return f"{invited.name} is invited"
    if invited.link is not None:
        return f"A new link for {invited.name}"
    return f"{invited.name} can already sign in"


def _links_and_message(invited: Sequence[Invited]) -> None:
    known = sum(not one.is_new for one in invited)
    to_copy = [(one, one.letter) for one in invited if one.letter is not None and not one.was_sent]
    html.write(
        "<h2>{} people invited{}</h2>{}",
        len(invited),
        f", {known} with an account already" if known else "",
        _what_was_sent(invited, len(to_copy)),
    )
    for words in dict.fromkeys(one.words for one in invited if not one.was_sent):
        names = ", ".join(one.name for one in invited if one.words == words and not one.was_sent)
        html.write("<p><strong>{}</strong> {}</p>", words, names)
    links = [f"{one.name}\t{letter.to}\t{one.link.url}" for one, letter in to_copy if one.link]
    if links:
        html.write(
            "<p><strong>Copy the links now. They are not shown again.</strong> Each line has "
            "a name, an e-mail address and a link, to paste into a spreadsheet. Each link "
            "works once, and is only for that person.</p>"
        )
        _text_to_copy("\n".join(links))
    if to_copy:
        first, letter = to_copy[0]
        html.write("<p><strong>The message</strong> to {}:</p>", first.name)
        _text_to_copy(letter.text)


def _what_was_sent(invited: Sequence[Invited], to_copy: int) -> Markup:
    sent = sum(one.was_sent for one in invited)
    if not sent:
        return html.NOTHING
    words = (
        f"{sent} messages were sent by e-mail. {to_copy} were not."
        if to_copy
        else "All messages were sent by e-mail."
    )
    return Markup("<p>{}</p>").format(words)


_CHOOSE = "Choose …"
NOT_CHOSEN = "Choose the person's role and place first."


def choose_role(who: Actor, label: str = "Role", nothing: str = _CHOOSE) -> RoleHeld | None:
    """``nothing`` is what the choice says as long as no role is chosen."""
    offer = what_may_be_given(get_store(), who)
    columns = iter(st.columns(3))
    with next(columns):
        titles = {role.value: TITLES[role] for role in offer.roles}
        chosen = choose("give", label, {"": nothing, **titles}, "")
    if not chosen:
        return None
    role = Role(chosen)
    kind = SCOPE_OF[role]
    if kind == "all":
        return RoleHeld(role, kind, "")
    if kind == "region":
        with next(columns):
            region = _role_choice("region", "Region", offer.regions)
        return RoleHeld(role, kind, region) if region else None
    trust = next(iter(offer.trusts), "")
    if len(offer.trusts) > 1:
        with next(columns):
            trust = _role_choice("in", "Trust", offer.trusts, str(number_in_address("trust") or ""))
    if kind == "trust" or not trust:
        return RoleHeld(role, kind, trust) if trust else None
    partners = partners_to_choose(get_store(), who, int(trust))
    if not partners:
        html.notice(
            f"{offer.trusts[trust]} has no partners yet. Its coordinator must start the round "
            "first."
        )
        return None
    with next(columns):
        partner = _role_choice("partner", "Partner", partners)
    return RoleHeld(role, kind, partner) if partner else None


def _role_choice(name: str, label: str, options: Mapping[str, str], default: str = "") -> str:
    """Empty until it is chosen: a role given by oversight opens a door."""
    return choose(name, label, {"": _CHOOSE, **options}, default)


_EXAMPLE = "Anna Ackroyd\tanna@example.org\tpartner\tPolice"
_SENT = "owf:invitation-form"


def _fresh_key(name: str) -> str:
    return f"{name}-{times_sent(_SENT)}"


def invite_one(who: Actor, place: str) -> None:
    html.write("<h2>What will this person do?</h2>")
    held = choose_role(who)
    html.write("<h2>Who is this person?</h2>")
    key = _fresh_key("invite-name")
    problems = FormProblems("invite-one", key)
    with one_step("invite-one"):
        left, right = st.columns(2)
        with left:
            name = st.text_input("Name", max_chars=200, key=key)
            problems.beside("name")
        with right:
            email = st.text_input("E-mail address", max_chars=300, key=_fresh_key("invite-email"))
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
    count_sent(_SENT)
    return ""


def invite_many(who: Actor, trust: int | None, place: str) -> None:
    html.write(
        "<p>Paste a list from a spreadsheet, or with commas or semicolons: <strong>name, "
        "e-mail address, role, where</strong>. Put one person and role on each line. If the "
        "columns are in another order, or first name and surname are apart, add a heading. "
        "“Where” is {}.</p>"
        "<p>You can also paste addresses from an e-mail, such as <strong>Ackroyd, Anna "
        "&lt;anna@example.org&gt;; …</strong> Then choose their role here.</p>",
        "the partner for somebody who answers for one, and empty for the steering group"
        if trust is not None
        else "a Trust, a region, or (for somebody who answers for a partner) the Trust and "
        "the partner, as in “Cambridgeshire: Police”",
    )
    otherwise = choose_role(who, "Role where a line names none", "Each line names its role")
    key = _fresh_key("invite-list")
    with one_step("invite-many"):
        text = st.text_area(
            "People to invite",
            key=key,
            height=180,
            max_chars=MOST_CHARACTERS,
            placeholder=_EXAMPLE,
        )
        st.form_submit_button("Check the list", type="primary")
    preview = read_list(get_store(), who, text or "", trust, otherwise)
    seen = shown_before("owf:list-that-was-shown", preview)
    html.faults_in_list(
        preview.faults,
        "Nobody will be invited until you correct the list above and check it again.",
    )
    if preview.lines and not preview.faults:
        html.notice("The list has no mistakes. Check it, then invite below.", "good")
    if preview.lines:
        html.show(_preview_table(preview.lines))
    if not preview.people or preview.faults:
        return
    number = len(preview.people)
    label = "Invite this person" if number == 1 else f"Invite these {number} people"
    problems = FormProblems("invite-all", key)
    clicked = problems.submit(label, main=True, key="invite-all")
    if clicked:
        problems.send(lambda: _invite_all(preview, seen, place))


def _invite_all(preview: Preview, seen: Preview | None, place: str) -> str:
    if preview != seen:
        raise Refused("The list has changed since you checked it. Read it again, then invite.")
    keep_invited(place, invite_all(get_store(), signed_in(), preview))
    count_sent(_SENT)
    return ""


def _preview_table(lines: Sequence[Line]) -> Markup:
    return html.table(
        f"Your list: {len(lines)} {'line' if len(lines) == 1 else 'lines'}",
        ("Line", "Name", "E-mail address", "Role", "What happens"),
        (
            (
                line.place.removeprefix("line "),
                line.name or html.missing("missing"),
                line.email or html.missing("missing"),
                line.words if line.held else html.missing(line.words or "missing"),
                html.missing("not invited: correct the line first")
                if line.faults
                else line.note or "Invited.",
            )
            for line in lines
        ),
        css="owf-listed owf-stack",
    )
