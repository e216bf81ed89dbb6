"""A Trust over all its signed years."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from owf.assessment.figures import region_in_a_sentence
from owf.assessment.trust_results import TrustYears
from owf.benchmark import ScoreHistory
from owf.web import html
from owf.web.charts.small_multiples import small_multiples
from owf.web.components.compared import Compared
from owf.web.components.drawn_once import drawn_once

ALL_YEARS = "All years"


def all_years(years: TrustYears, compared: Compared) -> None:
    """Overall and every theme over all signed years, with the region behind them."""
    against = compared.view
    if not years.has_a_line:
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(ALL_YEARS, years.sentence))
        return
    chart = drawn_once(
        small_multiples,
        years.histories,
        against.trust.name,
        region_in_a_sentence(against.trust.region_name),
        against.pack.scale.values,
    )
    compared.draw(
        replace(chart, title=years.sentence),
        "all-years",
        f"{ALL_YEARS}: {years.years[0]} to {years.years[-1]}",
        _rests_on(years.histories, against.year),
        table_in_fold=True,
    )


def _rests_on(histories: tuple[ScoreHistory, ...], year: int) -> Markup:
    """On how many questions each line rests, and what changed in them."""
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
