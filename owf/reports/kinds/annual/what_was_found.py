"""What an annual report finds: themes, questions, moderation, partners, practitioners, families."""

from collections.abc import Iterator

from owf import clock
from owf.assessment.disclosure.trusts import HEADLINE_KINDS
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.tables.item_standings import disputed_sentence, most_disputed_first, who_differs
from owf.benchmark.words.wording import counted
from owf.charts.of_comparison import headline_gaps
from owf.questionnaire import Theme
from owf.reports.kinds.annual.source import AnnualSource
from owf.reports.model import Block, Note, Paragraph, Quote, Section
from owf.reports.parts.families import families_claim, families_quotes
from owf.reports.parts.figures import partner_levels_figure, practitioners_figure, titled
from owf.reports.parts.practitioners import practitioners_claim, practitioners_table
from owf.reports.parts.questions import (
    moved_table,
    questions_table,
    reasons_table,
    standing_out_table,
    who_differs_table,
)
from owf.reports.parts.verdicts import theme_by_aspect_table, themes_table, working_lines
from owf.store.moderation import StoredReply

MOST_DISPUTED = 10
"""Questions in the figure: the tables of the themes have all."""
NO_DISSENT = "No disagreement of a partner was kept in the record."


def results_by_theme(source: AnnualSource) -> Section:
    results, against = source.results, source.against
    blocks: list[Block] = [themes_table(results)]
    if against.is_compared:
        blocks.append(theme_by_aspect_table(against))
        if against.items.standing_out:
            blocks.append(standing_out_table(against.items))
    return Section(
        "Results by theme",
        tuple(blocks),
        claim=results.themes.sentence,
        working=working_lines(
            (
                *against.headlines,
                *(one for one in against.changes if one.kind in HEADLINE_KINDS),
            )
        ),
        parts=tuple(_theme(source, one) for one in against.pack.themes),
    )


def _theme(source: AnnualSource, theme: Theme) -> Section:
    results, against = source.results, source.against
    findings = [one for one in against.findings if one.theme == theme.id]
    whole = [one for one in findings if one.kind is GroupKind.THEME]
    change = [
        one for one in against.changes if one.kind is GroupKind.THEME and one.theme == theme.id
    ]
    blocks: list[Block] = [Paragraph(one.sentence) for one in change]
    standings = [one for one in results.partners.items if one.theme == theme.id]
    if standings:
        blocks.append(questions_table(theme, standings))
    elif results.partners.items:
        blocks.append(Note("Fewer than three partners answered each question of this theme."))
    return Section(
        theme.title,
        tuple(blocks),
        claim=whole[0].sentence if whole else "",
        working=working_lines(one for one in findings if one.kind is not GroupKind.ASPECT),
    )


def moderation(source: AnnualSource) -> Iterator[Section]:
    """None for readers who may not see single questions."""
    found = source.results.moderation
    if found is None:
        return
    moved = {one.item for one in found.moved}
    others = [one for one in source.results.partners.items if one.reason and one.item not in moved]
    blocks: list[Block] = []
    if found.moved:
        blocks.append(moved_table(found.moved))
    if others:
        blocks.append(reasons_table(others))
    if found.unsettled:
        blocks.append(
            Note(f"Without an agreed level, or without a level of any partner: {found.unsettled}.")
        )
    yield Section(
        "Agreed levels against the partners' own",
        tuple(blocks),
        claim=found.sentence,
        working=tuple(one.sentence for one in found.moved),
    )


def where_partners_differ(source: AnnualSource) -> Iterator[Section]:
    partners = source.results.partners
    rated = [one for one in most_disputed_first(partners.items) if one.n]
    if not rated:
        return
    figure = partner_levels_figure(rated, MOST_DISPUTED)
    most = min(MOST_DISPUTED, len(rated))
    title = f"The {counted(most, 'question')} on which partners differ most"
    blocks: list[Block] = [titled(figure, title if most > 1 else figure.chart.title)]
    if partners.names_partners:
        found = who_differs(partners.items)
        blocks += [Paragraph(found.sentence), who_differs_table(found)]
    yield Section(
        "Where partners differ",
        tuple(blocks),
        claim=disputed_sentence(rated),
        working=tuple(one.sentence for one in rated[:MOST_DISPUTED]),
    )


def leaders_and_practitioners(source: AnnualSource) -> Section:
    against = source.against
    shown = headline_gaps(against)
    blocks: tuple[Block, ...] = ()
    if shown:
        figure = practitioners_figure(against)
        blocks = (
            titled(figure, "Leaders and practitioners, overall and by theme"),
            practitioners_table(against, figure.chart),
        )
    return Section(
        "Leaders and practitioners",
        blocks,
        claim=practitioners_claim(against),
        working=working_lines(shown),
    )


def families(source: AnnualSource) -> Section:
    voices = source.against.families
    return Section(
        "What families said",
        families_quotes(voices, source.against.pack),
        claim=families_claim(voices),
    )


def standing_dissent(source: AnnualSource) -> Iterator[Section]:
    """Only of what was signed; none for readers who may not open the sign-off."""
    view = source.sign_off
    if view is None:
        return
    signed = [one for one in view.standing if one.version <= source.against.signature.version]
    codes = {item.id: item.code for item in view.pack.items}
    blocks = tuple(quote for one in signed for quote in _dissent(one, codes.get(one.item_id, "")))
    yield Section(
        "Disagreements that remain",
        blocks,
        claim="They are kept in the record with what is signed." if signed else NO_DISSENT,
    )


def _dissent(reply: StoredReply, code: str) -> Iterator[Quote]:
    level = f", to level {reply.level}" if reply.level is not None else ""
    when = clock.in_words(reply.replied_at)
    yield Quote(reply.text, f"{reply.partner_name} on {code}{level}, {when}")
    if reply.answer:
        yield Quote(reply.answer, f"The group's answer to {reply.partner_name} on {code}")
