"""Who stands where on one question: the scale in columns, each partner under its level."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from owf.assessment.moderation.questions import PartnerAnswer, Question
from owf.benchmark.words.wording import number
from owf.questionnaire import Pack
from owf.web.markup import html
from owf.web.markup.evidence import thing_list
from owf.web.widgets.scale import choice_words


def board(question: Question, pack: Pack, last_year: int) -> Markup:
    """Every partner under the level it gave, with its own level of the year before."""
    columns = [
        (
            choice_words(pack, str(value)),
            [voice for voice in question.given if voice.level == value],
            _is_middle(question, value),
        )
        for value in pack.scale.values
    ]
    rest = [
        (
            option.label,
            [voice for voice in question.given if voice.non_score == option.value],
        )
        for option in pack.scale.non_scores
    ]
    return Markup(
        '<section class="owf-board" aria-label="Who stands where"><ol>{}</ol>{}</section>'
    ).format(
        html.join(_column(title, voices, last_year, css) for title, voices, css in columns),
        html.join(
            Markup('<p class="owf-board-rest"><strong>{}:</strong> {}</p>').format(
                title, ", ".join(voice.partner for voice in voices)
            )
            for title, voices in rest
            if voices
        ),
    )


def _is_middle(question: Question, level: int) -> str:
    middle = question.position.middle
    return "owf-middle" if middle is not None and middle[0] <= level <= middle[1] else ""


def _column(title: str, voices: Sequence[PartnerAnswer], last_year: int, css: str) -> Markup:
    how_many = "nobody" if not voices else "1 partner" if len(voices) == 1 else f"{len(voices)}"
    return Markup(
        '<li class="{}"><p class="owf-board-level"><strong>{}</strong> <span>{}</span></p>{}</li>'
    ).format(
        css,
        title,
        how_many if len(voices) < 2 else f"{how_many} partners",
        Markup("<ul>{}</ul>").format(html.join(_chip(voice, last_year) for voice in voices))
        if voices
        else html.NOTHING,
    )


def _chip(voice: PartnerAnswer, last_year: int) -> Markup:
    small = [voice.sector] if voice.sector != voice.partner else []
    if voice.last_year is not None and voice.last_year != voice.level:
        small.append(f"{voice.last_year} in {last_year}")
    return Markup("<li>{}{}</li>").format(
        voice.partner,
        Markup(' <span class="owf-small">{}</span>').format(" · ".join(small))
        if small
        else html.NOTHING,
    )


def beside_leaders(question: Question) -> Markup:
    """What practitioners said of the question, in a sentence; nothing where fewer than five did."""
    said = question.practitioners
    if said is None:
        return Markup(
            '<p class="owf-hint">Practitioners: fewer than five people gave a level here, so '
            "nothing is shown.</p>"
        )
    counts = ", ".join(
        f"{people} at {level}" for level, people in enumerate(said.counts, start=1) if people
    )
    leaders = (
        f" Leaders of the sectors from which both answered: {number(said.leaders, 1)}."
        if said.leaders is not None
        else " Too few people from the same sectors answered to show the leaders' mean as well."
    )
    return Markup("<p><strong>Practitioners: {} on average</strong> ({} people: {}).{}</p>").format(
        number(said.mean, 1), said.people, counts, leaders
    )


def comments(question: Question, pack: Pack) -> Markup:
    """What partners wrote on one question and what evidence they named, lowest level first."""
    said = sorted(
        (voice for voice in question.given if voice.comment or voice.evidence or voice.things),
        key=lambda voice: (voice.level is None, voice.level or 0, voice.partner),
    )
    if not said:
        return Markup(
            '<p class="owf-hint">No partner wrote a comment or named evidence on this question.</p>'
        )
    return Markup('<ul class="owf-comments">{}</ul>').format(
        html.join(
            Markup("<li><strong>{}</strong>, {}: {}{}{}</li>").format(
                voice.partner,
                _given(voice, pack),
                Markup("<q>{}</q>").format(voice.comment) if voice.comment else html.NOTHING,
                Markup(" Evidence: {}").format(voice.evidence) if voice.evidence else html.NOTHING,
                thing_list(voice.things, "Evidence: "),
            )
            for voice in said
        )
    )


def _given(voice: PartnerAnswer, pack: Pack) -> str:
    if voice.level is not None:
        return choice_words(pack, str(voice.level))
    return choice_words(pack, voice.non_score.value if voice.non_score else None).lower()
