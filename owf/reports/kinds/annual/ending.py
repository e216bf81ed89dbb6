"""What an annual report ends with: learning, the scrutineer's box, the signature."""

from collections.abc import Iterator

from owf import clock
from owf.access import OPERATOR
from owf.benchmark.comparison.strengths import strength_points
from owf.benchmark.words.key_points import trend_points
from owf.reports.kinds.annual.source import AnnualSource
from owf.reports.model import (
    Blank,
    Block,
    Column,
    Facts,
    NumberFormat,
    Paragraph,
    Points,
    Quote,
    Section,
    table_of,
)
from owf.reports.parts.verdicts import working_lines

OTHERS_SEE = {
    "done": "only that the Trust has finished",
    "headline": "its overall and theme scores within the region's, without its name",
    "full": "its results by name; everything except comments",
}
REACH = {"region": "the Trusts of its region", "england": "all Trusts of England"}


def learning(source: AnnualSource) -> Section:
    against = source.against
    titles = {one.id: one.short_title for one in against.pack.themes}
    blocks: list[Block] = [
        Quote(text, f"Note of {against.trust.name} on {titles.get(theme, 'the whole')}")
        for theme, text in against.notes
    ]
    if source.offers is not None:
        blocks += _offers_blocks(source)
    years = source.results.years
    points = trend_points(years.histories) if years.has_a_line else ()
    if points:
        blocks.append(Points(points))
    throughout = strength_points(against.strengths)
    return Section(
        "Learning",
        tuple(blocks),
        claim=throughout[0] if throughout else years.sentence,
        working=working_lines(against.strengths),
    )


def _offers_blocks(source: AnnualSource) -> Iterator[Block]:
    open_ones = [one for one in source.offers or () if one.is_open]
    if not open_ones:
        yield Paragraph("The Trust offers no example of good practice to others at present.")
        return
    columns = (
        Column("Example", width=3),
        Column("Question", width=2.4),
        Column("Offered to", width=1.8),
        Column("Until", NumberFormat.DAY, 1.2),
    )
    rows = [
        (
            one.facts.title,
            f"{one.item.code} {one.item.short_name}",
            REACH[one.facts.visible_to],
            one.facts.until,
        )
        for one in open_ones
    ]
    yield table_of(
        "Good practice that the Trust offers to others", columns, rows, sheet="Good practice"
    )


def scrutineers_comment() -> Section:
    return Section(
        "Comment of the independent scrutineer",
        (Blank("Comment", 10), Blank("Name, role and date", 2)),
        claim="The independent scrutineer writes here.",
    )


def signature(source: AnnualSource) -> Section:
    against = source.against
    signed = against.signature
    is_carried_over = signed.signed_by == OPERATOR.id
    how = (
        "Signed elsewhere and entered by the operator"
        if is_carried_over
        else "The chair of the steering group"
    )
    name = source.sign_off.signed_by_name if source.sign_off and not is_carried_over else None
    pairs = (
        ("Signed by", f"{name}, {how[:1].lower()}{how[1:]}" if name else how),
        ("Signed on", clock.in_words(signed.signed_at)),
        ("Version", str(signed.version)),
        ("Others see", OTHERS_SEE[signed.publication]),
        ("Questionnaire", against.pack.title_and_version),
        ("Hash of everything that was signed", signed.digest),
    )
    return Section(
        "Signature",
        (
            Facts(pairs),
            *(Paragraph(one) for one in source.verified),
            Paragraph(
                "To check it, whoever runs this service works the hash out again from the database:"
            ),
            Paragraph(f"python -m owf verify {against.trust.dfe_number} {against.year}"),
            Paragraph(
                "The command gives the hash as it was signed and says whether it is still the "
                "same. If one level was changed since, the two differ. The signature covers the "
                "scores, the agreed levels and their reasons, the notes, what families said and "
                "the replies."
            ),
        ),
        claim=f"Signed off on {clock.in_words(signed.signed_at)}, version {signed.version}.",
    )
