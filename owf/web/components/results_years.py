"""A Trust over the years: the slope since last year, and every signed year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from owf.access import Actor
from owf.assessment.figures import region_in_a_sentence
from owf.assessment.trust_results import TrustResults
from owf.benchmark import GroupKind, ScoreHistory, changes_in_one_line
from owf.web import html
from owf.web.charts.slopes import MOST_DRAWN, slopes
from owf.web.charts.small_multiples import small_multiples
from owf.web.components.changed_questions import changed_questions
from owf.web.components.chart_block import chart_block
from owf.web.components.drawn_once import drawn_once

ALL_YEARS = "All years"


def since_last_year(view: TrustResults, may: Callable[[Actor], object]) -> None:
    """One line a theme, from last year's score to this year's."""
    against = view.against
    section = f"Change since {against.year - 1}"
    if not against.changes:
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, against.no_change_because))
        return
    themes = tuple(one for one in against.changes if one.kind is GroupKind.THEME)
    overall = tuple(one for one in against.changes if one.kind is GroupKind.OVERALL)
    notes = against.change_notes
    said = " ".join(one.sentence for one in overall)
    if len(themes) > MOST_DRAWN:
        said += f" The {MOST_DRAWN} themes that moved most are drawn; all are in the table."
    if notes.with_care:
        said += " A dashed line is a theme with a question that is compared with care."
    chart_block(
        drawn_once(slopes, themes, said, overall, against.rules, dashed=notes.with_care),
        "change-since-last-year",
        section=f"{section}: {changes_in_one_line(against.changes)}",
        notes=changed_questions(notes, against.pack),
        may=may,
        about=f"{against.trust.name} {against.year}",
        trust=against.trust.dfe_number,
    )


def all_years(view: TrustResults, may: Callable[[Actor], object]) -> None:
    """Overall and every theme over all signed years, with the region behind them."""
    years, against = view.years, view.against
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
    chart_block(
        replace(chart, title=years.sentence),
        "all-years",
        section=f"{ALL_YEARS}: {years.years[0]} to {years.years[-1]}",
        notes=_rests_on(years.histories, against.year),
        may=may,
        about=f"{against.trust.name} {against.year}",
        trust=against.trust.dfe_number,
        table_in_fold=True,
    )


def _rests_on(histories: tuple[ScoreHistory, ...], year: int) -> Markup:
    """On how many questions each line rests, and what changed in them."""
    fewer = [one for one in histories if one.items < one.asked]
    parts = []
    if fewer:
        parts.append(
            Markup(
                "<p>A line rests on the questions that every year of it asked, so its newest point "
                "can differ from the score of {} above: overall on {} of {} questions.</p>"
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
