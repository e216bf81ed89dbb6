"""One question's board: the scale in columns, each partner under its level, and comments."""

from collections.abc import Sequence

from markupsafe import Markup

from owf.assessment.moderation.questions import PartnerAnswer, Question
from owf.benchmark.words.wording import number
from owf.questionnaire import Pack
from owf.web.markup import html
from owf.web.markup.evidence import thing_list
from owf.web.widgets.scale import choice_words


def board(question: Question, pack: Pack, last_year: int) -> Markup:
    low, high = question.position.middle or (1, 0)
    columns = html.join(
        _column(
            choice_words(pack, str(level)),
            [voice for voice in question.given if voice.level == level],
            last_year,
            is_middle=low <= level <= high,
        )
        for level in pack.scale.values
    )
    without = [
        (option.label, [one.partner for one in question.given if one.non_score == option.value])
        for option in pack.scale.non_scores
    ]
    return Markup(
        '<section class="owf-board" aria-label="Who stands where"><ol>{}</ol>{}</section>'
    ).format(
        columns,
        html.join(
            Markup('<p class="owf-board-rest"><strong>{}:</strong> {}</p>').format(
                title, ", ".join(partners)
            )
            for title, partners in without
            if partners
        ),
    )


def _column(
    title: str, given: Sequence[PartnerAnswer], last_year: int, *, is_middle: bool
) -> Markup:
    how_many = {0: "nobody", 1: "1 partner"}.get(len(given), f"{len(given)} partners")
    partners = html.join(_partner(one, last_year) for one in given)
    return Markup(
        '<li class="{}"><p class="owf-board-level"><strong>{}</strong> <span>{}</span></p>{}</li>'
    ).format(
        "owf-middle" if is_middle else "",
        title,
        how_many,
        html.given("<ul>{}</ul>", partners),
    )


def _partner(voice: PartnerAnswer, last_year: int) -> Markup:
    small = [voice.sector] if voice.sector != voice.partner else []
    if voice.last_year is not None and voice.last_year != voice.level:
        small.append(f"{voice.last_year} in {last_year}")
    return Markup("<li>{}</li>").format(
        html.with_small(voice.partner, " · ".join(small)) if small else voice.partner
    )


def beside_leaders(question: Question) -> Markup:
    """Practitioners' levels in a sentence; a reason where fewer than five answered."""
    practitioners = question.practitioners
    if practitioners is None:
        return html.hint(
            "Practitioners: fewer than five people gave a level here, so nothing is shown."
        )
    counts = ", ".join(
        f"{people} at {level}"
        for level, people in enumerate(practitioners.counts, start=1)
        if people
    )
    leaders = (
        f" Leaders of the sectors from which both answered: {number(practitioners.leaders, 1)}."
        if practitioners.leaders is not None
        else " Too few people from the same sectors answered to show the leaders' mean as well."
    )
    return Markup("<p><strong>Practitioners: {} on average</strong> ({} people: {}).{}</p>").format(
        number(practitioners.mean, 1), practitioners.people, counts, leaders
    )


def comments(question: Question, pack: Pack) -> Markup:
    written = sorted(
        (voice for voice in question.given if voice.comment or voice.evidence or voice.things),
        key=lambda voice: (voice.level is None, voice.level or 0, voice.partner),
    )
    if not written:
        return html.hint("No partner wrote a comment or named evidence on this question.")
    return Markup('<ul class="owf-comments">{}</ul>').format(
        html.join(
            Markup("<li><strong>{}</strong>, {}: {}{}{}</li>").format(
                voice.partner,
                _choice_of(voice, pack),
                html.given("<q>{}</q>", voice.comment),
                html.given(" Evidence: {}", voice.evidence),
                thing_list(voice.things, "Evidence: "),
            )
            for voice in written
        )
    )


def _choice_of(voice: PartnerAnswer, pack: Pack) -> str:
    if voice.level is not None:
        return choice_words(pack, str(voice.level))
    return choice_words(pack, voice.non_score.value if voice.non_score else None).lower()
