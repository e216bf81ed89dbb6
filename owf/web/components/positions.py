"""What partners said of one question, and the level that is proposed or agreed."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.agreeing import Position
from owf.questionnaire import Pack
from owf.web import html
from owf.web.components.scale import choice_words


def position_html(position: Position, pack: Pack) -> Markup:
    """The question, the partners' answers as a row of counted bars, and the level."""
    return Markup(
        '<div class="owf-position"><div><h3 class="owf-code">{}</h3><p class="owf-text">{}</p>'
        '</div><ol class="owf-counts" aria-label="Partners at each level">{}</ol>'
        '<p class="owf-agreed"><span>{}</span> <strong>{}</strong></p>{}</div>'
    ).format(
        position.item.code,
        position.item.text,
        _counts(position, pack),
        "Proposed" if position.agreement is None else "Agreed",
        choice_words(pack, str(position.level)) if position.level else "No level given",
        _reason(position),
    )


def _counts(position: Position, pack: Pack) -> Markup:
    most = max(1, *position.counts, position.dont_know, position.not_applicable)
    bars = [
        (str(value), level.short, count)
        for value, level, count in zip(
            pack.scale.values, pack.scale.levels, position.counts, strict=True
        )
    ]
    bars += [
        ("?", "Don't know", position.dont_know),
        ("n/a", "Not applicable", position.not_applicable),
    ]
    return html.join(
        Markup(
            '<li class="{}"><span class="owf-count-bar" style="height:{:.0f}px" '
            'aria-hidden="true"></span><span class="owf-count">{}</span>'
            '<span class="owf-count-level"><span aria-hidden="true">{}</span>'
            '<span class="owf-ears"> at {}</span></span></li>'
        ).format("owf-zero" if count == 0 else "", 4 + 34 * count / most, count, mark, words)
        for mark, words, count in bars
    )


def _reason(position: Position) -> Markup:
    if position.agreement is None or not position.agreement.reason:
        return html.NOTHING
    return Markup('<p class="owf-reason">Reason: {}</p>').format(position.agreement.reason)
