"""What an annual report ends with: learning, the scrutineer's box, the signature."""

from collections.abc import Sequence

from owf import clock
from owf.access import OPERATOR
from owf.benchmark.words.wording import capitalised, counted
from owf.improvement.good_practice.offers import Offer
from owf.reports.kinds.annual.how_done import SIGNED_BY
from owf.reports.kinds.annual.source import AnnualSource
from owf.reports.model import (
    Blank,
    Block,
    Column,
    Facts,
    NumberFormat,
    Paragraph,
    Quote,
    Section,
    Table,
    table_of,
)

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
    offers = [one for one in source.offers or () if one.is_open]
    if offers:
        blocks.append(_offers_table(offers))
    return Section("Learning", tuple(blocks), claim=_learning_claim(source, len(offers)))


def _learning_claim(source: AnnualSource, offers: int) -> str:
    notes = len(source.against.notes)
    are = "is" if notes == 1 else "are"
    said = (
        f"{capitalised(counted(notes, 'note'))} on what lies behind the figures {are} signed with "
        "them."
        if notes
        else "No note on what lies behind the figures was signed with them."
    )
    if source.offers is None:
        return said
    name = source.against.trust.name
    if not offers:
        return f"{said} {name} offers no example of good practice to others at present."
    return f"{said} {name} offers {counted(offers, 'example')} of good practice to others."


def _offers_table(offers: Sequence[Offer]) -> Table:
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
        for one in offers
    ]
    return table_of(
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
    pairs = (
        ("Signed by", SIGNED_BY[signed.signed_by == OPERATOR.id]),
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
            Paragraph("To check it, the person who runs this service works the hash out again:"),
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
