"""A Trust's results inside itself: where partners stand, who differs, what moderation moved."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from owf.access import Actor
from owf.assessment.refusals import NotAllowed
from owf.assessment.trust_results import TrustResults
from owf.web import html
from owf.web.charts.moderation_moves import moderation_moves
from owf.web.charts.partner_levels import partner_levels
from owf.web.charts.who_differs import who_differs_chart
from owf.web.components.chart_block import chart_block
from owf.web.components.choosing import choose
from owf.web.components.drawn_once import drawn_once

PARTNERS, WHO, MODERATION = (
    "What partners said",
    "Who differs from others",
    "What moderation changed",
)
NONE_OF_THEME = (
    "Fewer than three partners answered each question of this theme, so the numbers would reveal "
    "who said what. Choose another theme, or ask the coordinator, the steering group or the "
    "chair, who can see them."
)

Open = Callable[[Actor], TrustResults]
"""Opens the same results as somebody else: for files, which are made at the click."""


def where_partners_stand(view: TrustResults, again: Open) -> None:
    """One theme's questions: how many partners at each level, and who; a theme is chosen."""
    if not view.partners.items:
        _nothing(PARTNERS, view.partners.why_not)
        return
    html.show(Markup("<h2>{}</h2>").format(PARTNERS))
    theme = _choose_theme(view)
    about = f"{view.against.trust.name} {view.against.year} {theme}"
    trust = view.against.trust.dfe_number

    def _may_see(who: Actor) -> None:
        if not again(who).partners.items:
            raise NotAllowed(view.partners.why_not)

    def _may_see_who(who: Actor) -> None:
        found = again(who).partners
        if not found.names_partners:
            raise NotAllowed(found.why_not)

    standings = view.partners.of_theme(theme)
    if standings:
        chart_block(
            drawn_once(partner_levels, standings),
            "where-partners-stand",
            may=_may_see,
            about=about,
            trust=trust,
            table_in_fold=True,
        )
    else:
        html.show(Markup("<p>{}</p>").format(NONE_OF_THEME))
    differing = view.partners.differing(theme)
    if differing is None or not differing.partners:
        _nothing(WHO, view.partners.why_not)
        return
    chart_block(
        drawn_once(who_differs_chart, differing),
        "who-differs",
        section=WHO,
        may=_may_see_who,
        about=about,
        trust=trust,
        table_in_fold=True,
    )


def what_moderation_changed(view: TrustResults, again: Open) -> None:
    """From the partners' median to the agreed level, where the two differ."""
    if view.moderation is None:
        _nothing(MODERATION, view.partners.why_not)
        return
    if not view.moderation.moved:
        _nothing(MODERATION, view.moderation.sentence)
        return

    def _may_see(who: Actor) -> None:
        if again(who).moderation is None:
            raise NotAllowed(view.partners.why_not)

    chart_block(
        drawn_once(moderation_moves, view.moderation),
        "what-moderation-changed",
        section=MODERATION,
        may=_may_see,
        about=f"{view.against.trust.name} {view.against.year}",
        trust=view.against.trust.dfe_number,
    )


def _choose_theme(view: TrustResults) -> str:
    """Which theme; it begins with the one that has the most disputed question."""
    titles = {theme.id: theme.title for theme in view.against.pack.themes}
    first = view.partners.most_disputed_theme(list(titles))
    left, _ = st.columns([2, 1])
    with left:
        return choose("theme", "Theme", titles, first)


def _nothing(section: str, why: str) -> None:
    html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, why))
