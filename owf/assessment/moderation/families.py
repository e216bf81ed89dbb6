"""Voices of families: what children, young people and parents told a Trust."""

from collections.abc import Mapping
from dataclasses import replace

from owf import clock
from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import NotFound, OutsideScale
from owf.assessment.moderation.agreeing import round_to_moderate
from owf.assessment.packs import pack_of
from owf.questionnaire import Pack
from owf.store import Store, moderation
from owf.store.moderation import HeardVoice
from owf.texts import clean_line, clean_text

WHO_SPOKE: Mapping[str, str] = {
    "children": "Children",
    "young_people": "Young people",
    "parents": "Parents and carers",
}
SOURCE_LIMIT = 200
MESSAGES_LIMIT = 2000
"""Characters of what was said: its key messages, not its minutes."""
MOST_HEARD = 1_000_000
NO_NAMES = (
    "Do not write the name of a child or family, or anything else that could identify somebody. "
    "What you write here is published with your results."
)


def keep_voice(store: Store, who: Actor, round_id: int, voice: HeardVoice) -> None:
    """New where it has no id."""
    with store.writing() as session:
        in_round = round_to_moderate(session, who, round_id, policy.may_record_voices)
        known = {one.id for one in moderation.voices_of_round(session, round_id)}
        if voice.id and voice.id not in known:
            raise NotFound("This entry no longer exists. Reload the page.")
        checked = _checked_voice(pack_of(session, in_round.pack_snapshot_id), voice)
        moderation.keep_voice(session, round_id, checked, by=who.id, at=clock.now())
        audit.record_on(session, who, Event.VOICE_KEPT, in_round)


def drop_voice(store: Store, who: Actor, round_id: int, voice_id: int) -> None:
    with store.writing() as session:
        in_round = round_to_moderate(session, who, round_id, policy.may_record_voices)
        moderation.drop_voice(session, round_id, voice_id)
        audit.record_on(session, who, Event.VOICE_DROPPED, in_round)


def _checked_voice(pack: Pack, voice: HeardVoice) -> HeardVoice:
    source = clean_line(voice.source)
    messages = clean_text(voice.messages)
    themes = {theme.id for theme in pack.themes}
    for is_wrong, what in (
        (voice.who_spoke not in WHO_SPOKE, "Choose who spoke."),
        (not source, "Write where they said it, such as in a survey or a forum."),
        (len(source) > SOURCE_LIMIT, f"Shorten where they said it to {SOURCE_LIMIT} characters."),
        (voice.heard_on > clock.today(), "The date is in the future. Give the day they said it."),
        (not 1 <= voice.how_many <= MOST_HEARD, "Say how many people spoke: one or more."),
        (not messages, "Write what they said, in a few key messages."),
        (
            len(messages) > MESSAGES_LIMIT,
            f"What they said has {len(messages)} characters. Shorten it to {MESSAGES_LIMIT}.",
        ),
        (not themes.issuperset(voice.themes), "Choose themes from this questionnaire."),
    ):
        if is_wrong:
            raise OutsideScale(what)
    return replace(voice, source=source, messages=messages)
