"""What children, young people and parents said: entered, and shown beside the scores."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import policy
from owf.assessment.moderation.agreeing import ModerationView
from owf.assessment.moderation.families import (
    MESSAGES_LIMIT,
    MOST_HEARD,
    NO_NAMES,
    SOURCE_LIMIT,
    WHO_SPOKE,
    drop_voice,
    keep_voice,
)
from owf.questionnaire import Pack
from owf.store import get_store
from owf.store.moderation import HeardVoice
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.widgets.forms import (
    FormProblems,
    count_sent,
    one_step,
    refuse_unfilled,
    say_what_was_done,
    times_sent,
)

_PLACE = "families"
_SENT = "voices_entered"


def what_families_said(voices: Sequence[HeardVoice], pack: Pack) -> Markup:
    return Markup('<ul class="owf-families">{}</ul>').format(
        html.join(
            Markup(
                '<li><p><strong>{}</strong> <span class="owf-small">{} · {} · {} · {}</span></p>'
                "<p>{}</p></li>"
            ).format(
                WHO_SPOKE[one.who_spoke],
                one.source,
                clock.day_in_words(one.heard_on),
                "1 person" if one.how_many == 1 else f"{one.how_many} people",
                ", ".join(_theme_title(theme, pack) for theme in one.themes) or "all themes",
                one.messages,
            )
            for one in voices
        )
    )


def _theme_title(theme_id: str, pack: Pack) -> str:
    return next((one.short_title for one in pack.themes if one.id == theme_id), theme_id)


def families(view: ModerationView) -> None:
    may_enter = view.is_open and policy.may_record_voices(signed_in(), view.round.trust)
    html.write("<h2>What children, young people and parents say</h2>")
    say_what_was_done(_PLACE)
    if view.families:
        html.show(what_families_said(view.families, view.pack))
    else:
        html.write(
            "<p>Nothing has been entered yet.{}</p>",
            "" if may_enter else " Your Trust's coordinator can enter it here.",
        )
    if not may_enter:
        return
    for one in view.families:
        with st.expander(as_label(f"Change: {WHO_SPOKE[one.who_spoke]}, {one.source}")):
            _voice_form(view, one)
    with st.expander("Enter what they said"):
        _voice_form(view, None)


def _voice_form(view: ModerationView, kept: HeardVoice | None) -> None:
    name = f"voice-{kept.id if kept else 'new'}-{times_sent(_SENT)}"
    problems = FormProblems(name, f"{name}-messages")
    titles = {theme.id: theme.title for theme in view.pack.themes}
    with one_step(name):
        html.notice(NO_NAMES)
        who_spoke = st.selectbox(
            "Who spoke",
            list(WHO_SPOKE),
            index=list(WHO_SPOKE).index(kept.who_spoke) if kept else None,
            format_func=WHO_SPOKE.__getitem__,
            key=f"{name}-who",
            placeholder="Choose",
        )
        problems.beside("who_spoke")
        source = st.text_input(
            "Where they said it, such as in a survey or a forum",
            value=kept.source if kept else "",
            max_chars=SOURCE_LIMIT,
            key=f"{name}-source",
        )
        problems.beside("source")
        heard_on = st.date_input(
            "When",
            value=kept.heard_on if kept else clock.today(),
            format="DD/MM/YYYY",
            key=f"{name}-when",
        )
        problems.beside("heard_on")
        how_many = st.number_input(
            "How many people",
            min_value=1,
            max_value=MOST_HEARD,
            value=kept.how_many if kept else 1,
            step=1,
            key=f"{name}-many",
        )
        messages = st.text_area(
            "Key messages, in their words where you can",
            value=kept.messages if kept else "",
            max_chars=MESSAGES_LIMIT,
            key=f"{name}-messages",
            height=110,
        )
        problems.beside("messages")
        themes = st.multiselect(
            "Themes (leave empty for all)",
            list(titles),
            default=list(kept.themes) if kept else [],
            format_func=titles.__getitem__,
            key=f"{name}-themes",
        )
        keep = st.form_submit_button("Save this entry", type="primary")
        drop = kept is not None and st.form_submit_button("Remove it")
        problems.below()
    if keep:
        entered = HeardVoice(
            who_spoke or "", source or "", heard_on, int(how_many), messages or "", tuple(themes)
        )
        voice = replace(entered, id=kept.id if kept else 0)
        problems.send(lambda: _keep_voice(view, voice), _PLACE)
    elif drop and kept is not None:
        problems.send(lambda: _drop_voice(view, kept), _PLACE)


def _keep_voice(view: ModerationView, voice: HeardVoice) -> str:
    refuse_unfilled(
        {
            "who_spoke": "" if voice.who_spoke else "Choose who spoke.",
            "source": "" if voice.source.strip() else "Write where they said it.",
            "heard_on": ""
            if voice.heard_on and voice.heard_on <= clock.today()
            else "Choose the day they said it, not later than today.",
            "messages": "" if voice.messages.strip() else "Write what they said.",
        }
    )
    keep_voice(get_store(), signed_in(), view.round.id, voice)
    count_sent(_SENT)
    return "What they said is saved."


def _drop_voice(view: ModerationView, voice: HeardVoice) -> str:
    drop_voice(get_store(), signed_in(), view.round.id, voice.id)
    count_sent(_SENT)
    return "What they said is removed."


def on_theme(voices: Sequence[HeardVoice], theme_id: str) -> list[HeardVoice]:
    return [one for one in voices if not one.themes or theme_id in one.themes]
