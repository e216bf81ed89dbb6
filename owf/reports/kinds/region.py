"""The regional report: a region's Trusts side by side, as far as they have published."""

from collections.abc import Iterator

from owf import clock
from owf.access import Actor
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.england import NationView, open_nation
from owf.assessment.results.item_tables import open_item_tables
from owf.assessment.results.region import open_region
from owf.assessment.results.region_sentences import who_stands_out
from owf.assessment.results.region_view import RegionView
from owf.assessment.results.standings import Standing
from owf.benchmark.words.wording import capitalised, counted
from owf.improvement.good_practice.offers import open_offers
from owf.improvement.good_practice.region_gaps import RegionGaps, open_region_gaps
from owf.improvement.good_practice.viewpoint import Place
from owf.reports.model import Block, Kind, Notice, Paragraph, Points, Report, Section
from owf.reports.parts.good_practice import gaps_table, offers_in_words, offers_table
from owf.reports.parts.item_tables import item_tables_section
from owf.reports.parts.of_area import about_area, comparisons_in_words, method_of_area
from owf.reports.parts.of_region import (
    against_england_table,
    change_tables,
    low_table,
    participants_table,
    standing_figure,
    standing_table,
    themes_of_trusts_table,
    weak_figures,
    where_low_in_a_sentence,
)
from owf.reports.parts.region_movers import movers_figure, moving
from owf.reports.parts.verdicts import working_lines
from owf.reports.parts.years import changed_questions
from owf.store import Store


def region_report(store: Store, who: Actor, region_code: str, year: int) -> Report:
    """Raises: NotAllowed, NotFound: as the page Region; NotFound where nothing is signed."""
    view = open_region(store, who, region_code, year)
    if not any(one.signed_at for one in view.participants):
        raise NotFound(
            f"No Trust of {view.region} has signed off {year}, so there is nothing to report. "
            "Choose an earlier year, or ask the Trusts' chairs to sign."
        )
    nation = open_nation(store, who, year)
    return Report(
        Kind.REGION,
        f"{view.region_name}: regional report of {year}",
        "How far partners of each Trust work as one for children, as far as Trusts have published",
        about_area(
            store,
            view.region_name,
            year,
            f"For the regional lead of {view.region}, its Trusts and the national team",
            region_code=region_code,
            rules=view.rules,
        ),
        (
            _where_the_region_stands(view, nation),
            _who_took_part(view),
            _trust_by_trust(view),
            _who_moved(view),
            _where_it_is_low(view),
            _good_practice(store, who, view),
            item_tables_section(open_item_tables(store, who, year, region_code)),
            _method(view),
        ),
        keywords=("self-assessment", "Children's Trusts", view.region_name, str(year)),
    )


def _where_the_region_stands(view: RegionView, nation: NationView) -> Section:
    part = next(one for one in nation.regions if one.name == view.region_name)
    overall = nation.lines[0]
    here, there = part.means[overall.key], overall.mean
    if here.value is None or there.value is None:
        claim = f"Too few Trusts have published to set {view.region} against England."
    else:
        word = _word_for(round(here.value, 2) - round(there.value, 2))
        claim = (
            f"{capitalised(view.region)}'s mean is {here.value:.2f} over "
            f"{counted(here.n, 'Trust')}, {word} England's {there.value:.2f} over {there.n}."
        )
    return Section(
        "Where the region stands",
        (
            Paragraph(f"{view.claim}."),
            *((Points(view.points),) if view.points else ()),
            against_england_table(view, nation, part),
        ),
        claim=claim,
    )


def _word_for(difference: float) -> str:
    if difference == 0:
        return "the same as"
    return "above" if difference > 0 else "below"


def _who_took_part(view: RegionView) -> Section:
    missing = (Paragraph(view.who_is_missing),) if view.who_is_missing else ()
    return Section(
        "Who took part",
        (*missing, participants_table(view)),
        claim=f"{view.claim}; {_named(view)}.",
    )


def _named(view: RegionView) -> str:
    number = sum(one.is_named for one in view.participants)
    return f"{counted(number, 'Trust') if number else 'none'} {_publish(number)} in full"


def _publish(number: int) -> str:
    return "publishes" if number <= 1 else "publish"


def _trust_by_trust(view: RegionView) -> Section:
    overall, *themes = view.standings
    heading = "Trust by Trust"
    if not view.trusts:
        nobody = (
            "No Trust here shows its results by name, so there is no chart. A Trust is named when "
            "its chair publishes the year in full on the Sign-off page."
        )
        return Section(heading, (Notice(nobody), themes_of_trusts_table(view)))
    return Section(
        heading,
        (
            Paragraph(view.unnamed),
            *_standing_blocks(view, overall),
            themes_of_trusts_table(view),
        ),
        claim=who_stands_out(overall.findings),
        working=working_lines(overall.findings),
        parts=tuple(
            Section(
                view.pack.theme(one.group.theme or "").title,
                tuple(_standing_blocks(view, one)),
                claim=who_stands_out(one.findings),
                working=working_lines(one.findings),
            )
            for one in themes
        ),
    )


def _standing_blocks(view: RegionView, standing: Standing) -> Iterator[Block]:
    figure = standing_figure(view, standing)
    if figure is not None:
        yield figure
    yield standing_table(view, standing)


def _who_moved(view: RegionView) -> Section:
    heading = f"Change since {view.year - 1}"
    if view.no_change_because:
        return Section(heading, (Paragraph(capitalised(f"{view.no_change_because}")),))
    found = moving(view)
    notes = changed_questions(view.change_notes, view.pack)
    return Section(
        heading,
        (
            Paragraph(
                "A Trust's change is measured on the sectors that answered in both years. The "
                "region's mean covers the same Trusts in both years."
            ),
            *((Points(notes),) if notes else ()),
            *((movers_figure(view, found),) if found.changes else ()),
            *change_tables(view),
        ),
        claim=found.claim,
        working=working_lines(found.changes),
    )


def _where_it_is_low(view: RegionView) -> Section:
    heading = f"Where {view.region} is low as a whole"
    claim = where_low_in_a_sentence(view)
    figures = tuple(weak_figures(view))
    if not figures:
        return Section(heading, (Paragraph(claim),))
    about = (
        "Each Trust's score on a theme, or on an aspect across themes, is compared with its own "
        "overall score, and the mean is taken over the Trusts. Something that is also low in "
        "England is not particular to the region."
    )
    return Section(heading, (Paragraph(about), *figures, low_table(view)), claim=claim)


def _good_practice(store: Store, who: Actor, view: RegionView) -> Section:
    offers = [
        one
        for one in open_offers(store, who, Place(region_code=view.region_code)).offers
        if one.facts.region_code == view.region_code
    ]
    today = clock.day_in_words(clock.today())
    trusts = len({one.facts.trust for one in offers})
    gaps = _gaps(store, who, view)
    blocks: list[Block] = [offers_table(offers), *offers_in_words(offers)] if offers else []
    if isinstance(gaps, str):
        blocks.append(Notice(gaps))
    elif gaps.gaps:
        blocks.append(gaps_table(gaps, view))
    else:
        blocks.append(Paragraph("Every gap of a Trust that publishes in full has an offer."))
    without = ""
    if not isinstance(gaps, str):
        without = f"; {counted(len(gaps.gaps), 'gap') if gaps.gaps else 'no gap'} has no offer"
        without = without.replace(" has", " have") if len(gaps.gaps) > 1 else without
    offered = (
        f"{capitalised(counted(trusts, 'Trust'))} of {view.region} "
        f"{'offers' if trusts == 1 else 'offer'} {counted(len(offers), 'example')} on {today}"
        if offers
        else f"No Trust of {view.region} offers an example on {today}"
    )
    return Section("Good practice", tuple(blocks), claim=f"{offered}{without}.")


def _gaps(store: Store, who: Actor, view: RegionView) -> RegionGaps | str:
    """Or why they are left out."""
    try:
        found = open_region_gaps(store, who, view.region_code)
    except NotAllowed:
        return (
            "This copy leaves out the gaps without an offer: only the lead of the region sees "
            "them, on Good practice."
        )
    if found.year == view.year:
        return found
    return (
        f"Gaps without an offer are shown for the newest signed year alone, which is {found.year}. "
        "Make the report of that year to have them."
    )


def _method(view: RegionView) -> Section:
    special = (
        comparisons_in_words(view.rules),
        "The region's mean and England's stand side by side and are not tested against each other. "
        "A change since last year counts only sectors that answered in both years, on questions "
        "that mean the same.",
    )
    return method_of_area(view.pack.scale.values, special, view.rules)
