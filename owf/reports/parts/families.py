"""What children, young people and parents told a Trust, in their words."""

from collections.abc import Sequence

from owf import clock
from owf.assessment.moderation.families import WHO_SPOKE
from owf.benchmark.words.wording import capitalised, counted
from owf.questionnaire import Pack
from owf.reports.model import Quote
from owf.store.moderation import HeardVoice


def families_claim(voices: Sequence[HeardVoice]) -> str:
    if not voices:
        return "Nothing that families said was signed with these results."
    occasions = counted(len(voices), "occasion")
    return f"{capitalised(f'what families said on {occasions}')} is signed with the results."


def families_quotes(voices: Sequence[HeardVoice], pack: Pack) -> tuple[Quote, ...]:
    return tuple(Quote(one.messages, _source(one, pack)) for one in voices)


def _source(voice: HeardVoice, pack: Pack) -> str:
    titles = {one.id: one.short_title for one in pack.themes}
    themes = ", ".join(titles.get(one, one) for one in voice.themes)
    people = "1 person" if voice.how_many == 1 else f"{voice.how_many} people"
    return (
        f"{WHO_SPOKE[voice.who_spoke]}, {voice.source}, {clock.day_in_words(voice.heard_on)}, "
        f"{people}, on {themes or 'all themes'}"
    )
