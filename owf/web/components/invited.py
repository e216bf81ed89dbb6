"""What came of invitations: links and letters, shown once, as text to copy."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access.inviting import Invited
from owf.web import html


def keep_invited(place: str, invited: Sequence[Invited]) -> None:
    """Keep what came of invitations for the runs that follow; it is nowhere else.

    Whoever loses it makes a new link.
    """
    st.session_state[_key(place)] = list(invited)


def show_invited(place: str) -> bool:
    """Show what came of the invitations of this place, until it is passed on."""
    invited: list[Invited] = st.session_state.get(_key(place), [])
    if not invited:
        return False
    with st.container(border=True, key=f"invited-{place}"):
        if len(invited) == 1:
            _one(invited[0])
        else:
            _many(invited)
        if st.button("I have passed it on", key=f"passed-{place}", type="primary"):
            del st.session_state[_key(place)]
            st.rerun()
    return True


def _key(place: str) -> str:
    return f"owf:invited:{place}"


def _one(invited: Invited) -> None:
    html.show(Markup("<h2>{}</h2><p>{}</p>").format(_title(invited), invited.words))
    if invited.link is not None:
        html.show(
            Markup(
                "<p><strong>Copy the link now. It is not shown again.</strong> It works once, "
                "until {}. Only give it to this person, because anybody who opens it can sign in "
                "as them.</p>"
            ).format(clock.in_words(invited.link.expires_at))
        )
        st.code(invited.link.url, language=None, wrap_lines=True)
    if invited.letter is not None:
        html.show(
            Markup("<p><strong>The message</strong> to {}: {}</p>").format(
                invited.letter.to, invited.letter.subject
            )
        )
        st.code(invited.letter.text, language=None, wrap_lines=True)


def _title(invited: Invited) -> str:
    if invited.is_new:
        return f"{invited.name} is invited"
    if invited.link is not None:
        return f"A new link for {invited.name}"
    return f"{invited.name} can already sign in"


def _many(invited: Sequence[Invited]) -> None:
    new = sum(one.is_new for one in invited)
    to_copy = [one for one in invited if one.letter is not None and not one.was_sent]
    html.show(
        Markup("<h2>{} people invited{}</h2>{}").format(
            len(invited),
            "" if new == len(invited) else f", {len(invited) - new} with an account already",
            _what_was_sent(invited, len(to_copy)),
        )
    )
    for words in dict.fromkeys(one.words for one in invited if not one.was_sent):
        who = ", ".join(one.name for one in invited if one.words == words and not one.was_sent)
        html.show(Markup("<p><strong>{}</strong> {}</p>").format(words, who))
    links = [one for one in to_copy if one.link is not None and one.letter is not None]
    if links:
        html.show(
            Markup(
                "<p><strong>Copy the links now. They are not shown again.</strong> Each line has "
                "a name, an e-mail address and a link, to paste into a spreadsheet. Each link "
                "works once, and is only for that person.</p>"
            )
        )
        st.code(
            "\n".join(
                f"{one.name}\t{one.letter.to}\t{one.link.url}"
                for one in links
                if one.letter and one.link
            ),
            language=None,
            # A box that scrolls sideways cannot be scrolled by keyboard (axe).
            wrap_lines=True,
        )
    if to_copy and to_copy[0].letter is not None:
        html.show(Markup("<p><strong>The message</strong> to {}:</p>").format(to_copy[0].name))
        st.code(to_copy[0].letter.text, language=None, wrap_lines=True)


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
