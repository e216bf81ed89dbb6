"""The summary of an annual report, and how the self-assessment was done."""

from collections.abc import Iterator, Sequence
from datetime import date

from owf import clock
from owf.access import OPERATOR
from owf.assessment.signing.reopening import sentence as reopening_sentence
from owf.assessment.survey.overview import number_in_words
from owf.benchmark.words.wording import counted
from owf.reports.kinds.annual.source import AnnualSource
from owf.reports.model import (
    Block,
    Column,
    Facts,
    Notice,
    NumberFormat,
    Paragraph,
    Points,
    Quote,
    Section,
    Table,
    table_of,
)
from owf.reports.parts.about import reopening_notices
from owf.reports.parts.verdicts import working_lines
from owf.store.rounds import ReturnFacts

WITH_APOLOGIES = "with apologies"
NOT_SUBMITTED = "not submitted"
SIGNED_BY = {
    False: "the chair of the steering group",
    True: "signed elsewhere, and entered by the operator",
}
"""By whether it was carried over; a report is passed on, so it names nobody."""


def summary(source: AnnualSource) -> Section:
    results, against = source.results, source.against
    notice = source.left_out.notice
    return Section(
        "Summary",
        (
            *([notice] if notice else []),
            *reopening_notices(against),
            Paragraph(results.lead, is_lead=True),
            Points(results.key_points),
        ),
        claim=f"{results.headline}.",
        working=working_lines(against.findings[:1]),
    )


def how_it_was_done(source: AnnualSource) -> Section:
    against, view = source.against, source.sign_off
    blocks: list[Block] = [Facts(tuple(_facts(source)))]
    if view is not None:
        blocks += [_partners_table(view.returns), *_apologies(view.returns)]
        if view.round.is_reopened:
            blocks.append(
                Notice(
                    "The round is open again, so what partners have submitted is shown as it is "
                    f"now. All results are those of version {against.signature.version}."
                )
            )
        said = reopening_notices(against)
        reopenings = [Notice(reopening_sentence(one)) for one in view.reopenings]
        blocks += [one for one in reopenings if one not in said]
    elif source.is_inside:
        blocks += _sectors_table(source)
    is_as_signed = view is not None and not view.round.is_reopened
    claim = view.checks[0].words if view and is_as_signed else _sectors_claim(source)
    return Section("How it was done", tuple(blocks), claim=claim)


def _facts(source: AnnualSource) -> Iterator[tuple[str, str]]:
    against = source.against
    pack, signature = against.pack, against.signature
    questions = counted(len(pack.items), "question")
    themes = counted(len(pack.themes), "theme")
    yield "Questionnaire", f"{pack.title_and_version} ({pack.name}): {questions} on {themes}"
    if source.opens is not None:
        yield "The year opened", clock.day_in_words(source.opens)
    if source.sign_off is not None:
        days = [one.submitted_at for one in source.sign_off.returns if one.submitted_at]
        if days:
            yield "Submitted", _between([one.astimezone(clock.LONDON).date() for one in days])
    yield "Signed", f"{clock.in_words(signature.signed_at)}, version {signature.version}"
    yield "Signed by", SIGNED_BY[signature.signed_by == OPERATOR.id]
    yield "Practitioners who responded", _practitioners(source)


def _between(days: Sequence[date]) -> str:
    first, last = min(days), max(days)
    words = clock.day_in_words(first)
    return words if first == last else f"{words} to {clock.day_in_words(last)}"


def _practitioners(source: AnnualSource) -> str:
    if source.survey is not None:
        return source.survey.finished
    row = source.against.practitioners.get("overall")
    return number_in_words(0 if row is None or row.mean is None else row.n_respondents)


def _partners_table(returns: Sequence[ReturnFacts]) -> Table:
    columns = (
        Column("Organisation", width=3),
        Column("Sector", width=2),
        Column("Submitted", NumberFormat.DAY, 1.5),
    )
    rows = [(one.partner_name, one.sector_title, _submitted(one)) for one in returns]
    return table_of("Who answered", columns, rows, sheet="Who answered")


def _submitted(one: ReturnFacts) -> date | str:
    if one.apology:
        return WITH_APOLOGIES
    if one.submitted_at is None:
        return NOT_SUBMITTED
    return one.submitted_at.astimezone(clock.LONDON).date()


def _apologies(returns: Sequence[ReturnFacts]) -> Iterator[Quote]:
    for one in returns:
        if one.apology:
            yield Quote(one.apology, f"Apologies of {one.partner_name}")


def _sectors_claim(source: AnnualSource) -> str:
    row = source.against.scores.get("overall")
    if row is None:
        fewest = counted(source.against.rules.min_units, "sector")
        return f"Fewer than {fewest} answered, so only the Trust's own people see its scores."
    return f"Partners of {counted(row.n_units, 'sector')} answered."


def _sectors_table(source: AnnualSource) -> Iterator[Table]:
    of_sectors = source.against.partners_by_sector.get("overall", {})
    titles = {one.id: one.title for one in source.against.pack.sectors}
    if of_sectors:
        rows = [(title, of_sectors[one]) for one, title in titles.items() if one in of_sectors]
        yield table_of(
            "Partners that answered, by sector",
            (Column("Sector", width=3), Column("Partners", NumberFormat.COUNT)),
            rows,
            sheet="Who answered",
        )
