"""The overall score and each theme on a card: level, change since last year, against others."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from owf.benchmark import DEFAULT_RULES, Rules, ThemeCard
from owf.web import html
from owf.web.components.verdicts import verdict_with_working
from owf.web.numbers import score


def theme_cards(cards: Sequence[ThemeCard], rules: Rules = DEFAULT_RULES) -> Markup:
    """Lay out cards as a list, the overall score first.

    Args:
        cards: of one Trust and year, at least one.
        rules: those of the findings.
    """
    return Markup('<ul class="owf-cards">{}</ul>').format(
        html.join(_card(one, rules) for one in cards)
    )


def _card(card: ThemeCard, rules: Rules) -> Markup:
    return Markup(
        '<li class="owf-card"><h3>{}</h3>{}<div class="owf-card-facts">{}{}{}</div></li>'
    ).format(
        card.finding.title,
        _level(card),
        _line(f"Against {card.finding.comparator}", verdict_with_working(card.finding, rules)),
        _line(*_moved(card, rules)),
        _line("Agreed score", score(card.agreed)) if card.agreed is not None else html.NOTHING,
    )


def _level(card: ThemeCard) -> Markup:
    """The score, how far along the scale it is, and what that level is called."""
    if card.score is None:
        return Markup('<p class="owf-score"><span class="owf-none">No score</span></p>')
    lowest, highest = card.levels[0], card.levels[-1]
    along = round((card.score - lowest) / (highest - lowest) * 100)
    return Markup(
        '<p class="owf-score"><strong>{}</strong> <span>of {}</span></p>'
        '<span class="owf-along" aria-hidden="true"><span style="width:{}%"></span></span>'
        '<p class="owf-nearest">Nearest to {}, {}</p>'
    ).format(score(card.score), highest, along, card.level, card.level_words)


def _moved(card: ThemeCard, rules: Rules) -> tuple[str, Markup]:
    if card.change is None:
        why = card.no_change_because.rstrip(".")
        return "Since last year", Markup('<span class="owf-none">{}</span>').format(why)
    return f"Since {card.change.years[0]}", verdict_with_working(card.change, rules)


def _line(label: str, value: Markup | str) -> Markup:
    return Markup("<div><span>{}</span><div>{}</div></div>").format(label, value)
