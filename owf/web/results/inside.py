"""A Trust's results inside itself: where partners stand, who differs, what moderation moved."""

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

from owf.access import Actor
from owf.assessment.errors import NotAllowed
from owf.assessment.results.trust_history import TrustYears
from owf.assessment.results.trust_results import TrustResults
from owf.benchmark.change.histories import ScoreHistory
from owf.charts.of_comparison import all_years as years_chart
from owf.charts.partners.levels import partner_levels
from owf.charts.partners.moderation_moves import moderation_moves
from owf.charts.partners.who_differs import who_differs_chart
from owf.web.markup import html
from owf.web.results.page_opening import Box, choose_side_by_side, theme_choices
from owf.web.results.selection import Compared
from owf.web.widgets.chart import chart_block, drawn_once

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
"""Opens the same results for whoever downloads a file of them."""


def where_partners_stand(view: TrustResults, again: Open) -> None:
    if not view.partners.items:
        _show_why(PARTNERS, view.partners.why_not)
        return
    html.show(Markup("<h2>{}</h2>").format(PARTNERS))
    titles = theme_choices(view.against.pack, with_overall=False)
    first = view.partners.most_disputed_theme(list(titles))
    (theme,) = choose_side_by_side([Box("theme", "Theme", titles, first)], [2, 1])
    draw = partial(
        chart_block,
        about=f"{view.against.trust.name} {view.against.year} {theme}",
        trust=view.against.trust.dfe_number,
        table_in_fold=True,
    )

    def _may_see(who: Actor) -> None:
        if not again(who).partners.items:
            raise NotAllowed(view.partners.why_not)

    def _may_see_who(who: Actor) -> None:
        found = again(who).partners
        if not found.names_partners:
            raise NotAllowed(found.why_not)

    standings = view.partners.of_theme(theme)
    if standings:
        draw(drawn_once(partner_levels, standings), "where-partners-stand", may=_may_see)
    else:
        html.show(Markup("<p>{}</p>").format(NONE_OF_THEME))
    differing = view.partners.differing(theme)
    if differing is None or not differing.partners:
        _show_why(WHO, view.partners.why_not)
        return
    draw(drawn_once(who_differs_chart, differing), "who-differs", section=WHO, may=_may_see_who)


def what_moderation_changed(view: TrustResults, again: Open) -> None:
    if view.moderation is None:
        _show_why(MODERATION, view.partners.why_not)
        return
    if not view.moderation.moved:
        _show_why(MODERATION, view.moderation.sentence)
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


def _show_why(section: str, why: str) -> None:
    html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, why))


ALL_YEARS = "All years"


def all_years(years: TrustYears, compared: Compared) -> None:
    against = compared.view
    if not years.has_a_line:
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(ALL_YEARS, years.sentence))
        return
    compared.draw(
        years_chart(years, against, drawn_once),
        "all-years",
        section=f"{ALL_YEARS}: {years.years[0]} to {years.years[-1]}",
        notes=_about_questions(years.histories, against.year),
        table_in_fold=True,
    )


def _about_questions(histories: tuple[ScoreHistory, ...], year: int) -> Markup:
    fewer = [one for one in histories if one.items < one.asked]
    parts = []
    if fewer:
        parts.append(
            Markup(
                "<p>A line is based on the questions asked in every year it covers, so its "
                "newest point can differ from the score of {} above: overall on {} of {} "
                "questions.</p>"
            ).format(year, histories[0].items, histories[0].asked)
        )
    changed = dict.fromkeys(f"{when}: {note}" for one in histories[1:] for when, note in one.notes)
    if changed:
        parts.append(
            html.fold(
                "What changed in the questions over the years",
                Markup("<ul>{}</ul>").format(
                    html.join(Markup("<li>{}</li>").format(one) for one in changed)
                ),
            )
        )
    return html.join(parts)
