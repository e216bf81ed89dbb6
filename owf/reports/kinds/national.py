"""The national tables: England in the manner of the report of 2009, with no Trust named."""

from collections.abc import Iterator, Sequence

from owf.access import Actor
from owf.assessment.errors import NotFound
from owf.assessment.results.england import NationView, open_nation
from owf.assessment.results.item_tables import open_item_tables
from owf.assessment.results.reference_figures import vacancies, workforce_size
from owf.benchmark.rules import DEFAULT_RULES
from owf.reports.model import Block, Kind, Note, Paragraph, Points, Report, Section
from owf.reports.parts.figures import titled
from owf.reports.parts.item_tables import item_tables_section
from owf.reports.parts.of_area import about_area, method_of_area
from owf.reports.parts.of_england import (
    bands_figure,
    bands_table,
    participation_figure,
    participation_table,
    progress_table,
    regions_figure,
    regions_tables,
    since_table,
    themes_table,
    vacancies_figure,
    vacancies_table,
    workforce_figure,
    workforce_table,
)
from owf.reports.parts.years import changed_questions
from owf.store import Store


def national_report(store: Store, who: Actor, year: int) -> Report:
    """Raises: NotAllowed, NotFound: as the page England; NotFound where nothing is signed."""
    view = open_nation(store, who, year)
    if not view.england.signed:
        known = ", ".join(map(str, view.signed_years)) or "none yet"
        raise NotFound(
            f"No Trust has signed off {year}, so there is nothing to report. Years with signed "
            f"results: {known}."
        )
    return Report(
        Kind.NATIONAL,
        f"England: national tables of {year}",
        f"{view.claim}",
        about_area(store, "England", year, "For the national team and regional leads"),
        (
            _progress(view),
            _taking_part(view),
            *_by_theme_and_region(view),
            _over_the_years(store, who, view),
            item_tables_section(open_item_tables(store, who, year)),
            _workforce(),
            _method(view),
        ),
        keywords=("self-assessment", "Children's Trusts", "England", str(year)),
    )


def _progress(view: NationView) -> Section:
    blocks: list[Block] = [Paragraph(view.sentence, is_lead=True)]
    if view.progress is not None:
        midpoint, values = view.pack.scale.midpoint, view.pack.scale.values
        blocks += [
            Paragraph(
                "A Trust counts as making progress where its overall score is at or above "
                f"{midpoint:g}, the midpoint of the scale of {values[0]} to {values[-1]}."
            ),
            progress_table(view),
            bands_figure(view),
            bands_table(view),
        ]
    blocks.append(
        Note(
            f"The figure of {view.reported.year} is a published one, of local authorities. "
            f"Source: {view.reported.source}. That survey asked different questions, and matching "
            "its answers to our scale is our own judgement. The two figures are not tested "
            "against each other."
        )
    )
    return Section(f"Progress in {view.year}", tuple(blocks), claim=f"{view.claim}.")


def _taking_part(view: NationView) -> Section:
    figure = participation_figure(view)
    shown = titled(figure, "Trusts that have signed off, of all that there were")
    return Section("Who took part", (shown, participation_table(view)), claim=figure.chart.title)


def _by_theme_and_region(view: NationView) -> Iterator[Section]:
    if view.progress is None:
        return
    known = [one for one in view.lines[1:] if one.mean.value is not None]
    claim = ""
    if len(known) > 1:
        highest = max(known, key=lambda one: one.mean.value or 0)
        lowest = min(known, key=lambda one: one.mean.value or 0)
        claim = (
            f"England's mean is highest on {highest.title} ({highest.mean.value:.2f}) and lowest "
            f"on {lowest.title} ({lowest.mean.value:.2f})."
        )
    yield Section("Themes", (themes_table(view),), claim=claim)
    figure = regions_figure(view, view.lines[0])
    yield Section(
        "Regions side by side",
        (titled(figure, "Overall mean of each region"), *regions_tables(view)),
        claim=figure.chart.title,
    )


def _over_the_years(store: Store, who: Actor, view: NationView) -> Section:
    earlier = [one for one in sorted(view.signed_years) if one < view.year]
    views = [*(open_nation(store, who, one) for one in earlier), view]
    pairs = [one.since for one in views if one.since]
    notes = changed_questions(view.since_notes, view.pack) if view.since else ()
    blocks: list[Block] = [*((Points(notes),) if notes else ())]
    if pairs:
        blocks.append(since_table(pairs))
    return Section("Change over the years", tuple(blocks), claim=_sentence(view.since_sentence))


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _workforce() -> Section:
    size, vacant = workforce_size(), vacancies()
    about = (
        "Published figures from before the first self-evaluation, for reference only. They are not "
        "used in any comparison, and they are not made up."
    )
    figure = workforce_figure(size)
    return Section(
        "The workforce before the first self-evaluation",
        (
            Paragraph(about),
            titled(figure, "People who worked with children, by sector"),
            workforce_table(size),
            vacancies_figure(vacant),
            vacancies_table(vacant),
        ),
        claim=figure.chart.title,
    )


def _method(view: NationView) -> Section:
    special: Sequence[str] = (
        "A Trust is in England's figures if at least three of its sectors have a score. Regions "
        "stand in their usual order and are not ranked.",
        "A change is over the Trusts in the figures of both years, on questions that mean the "
        "same. It is not tested.",
    )
    return method_of_area(view.pack.scale.values, special, DEFAULT_RULES)
