"""What a region's Trusts offer each other, and the questions on which nobody offers anything."""

from collections.abc import Sequence

from owf.assessment.results.region_view import RegionView
from owf.benchmark.words.wording import counted
from owf.improvement.good_practice.offers import Offer
from owf.improvement.good_practice.region_gaps import RegionGaps
from owf.reports.model import Column, NumberFormat, Quote, Table, Value, table_of

MOST_ASKED = 3
"""Trusts that a row names as whom to ask, the strongest first."""


def offers_table(offers: Sequence[Offer]) -> Table:
    columns = (
        Column("Trust", width=1.2),
        Column("Question", width=2),
        Column("Agreed level", NumberFormat.LEVEL, 0.8),
        Column("Example", width=2.4),
        Column("Contact", width=2.2),
        Column("Offered until", NumberFormat.DAY, 1.2),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.facts.trust_name,
            f"{one.item.code} {one.item.short_name}",
            _level_of(one),
            one.facts.title,
            one.facts.contact,
            one.facts.until,
        )
        for one in offers
    ]
    return table_of(
        "Examples that Trusts here offer",
        columns,
        rows,
        note="The level is that of the Trust's newest results, where it publishes them in full.",
        sheet="Good practice",
    )


def _level_of(offer: Offer) -> Value:
    if offer.level is None:
        return "not published"
    return "none agreed" if offer.level.agreed is None else offer.level.agreed


def offers_in_words(offers: Sequence[Offer]) -> tuple[Quote, ...]:
    """What each Trust did, in its own words."""
    return tuple(
        Quote(one.facts.what, f"{one.facts.trust_name}: {one.facts.title}") for one in offers
    )


def gaps_table(found: RegionGaps, view: RegionView) -> Table:
    columns = (
        Column("Question", width=2.4),
        Column("Theme", width=1.6),
        Column("Trusts with an agreed level below the midpoint", width=2.4),
        Column("Trusts behind on it", width=2),
        Column("Whom to ask", width=2.4),
    )
    rows = [
        (
            f"{one.item.code} {one.item.short_name}",
            one.theme.short_title,
            ", ".join(f"{name} ({level:g})" for name, level in one.low) or "none",
            ", ".join(one.behind) or "none",
            ", ".join(ahead.name for ahead in one.ahead[:MOST_ASKED]) or "nobody yet",
        )
        for one in found.gaps
    ]
    return table_of(
        "Gaps on which nobody offers an example",
        columns,
        rows,
        note=(
            f"Over the {counted(len(found.named), 'Trust')} of {view.region} that publish in full. "
            "Whom to ask: Trusts of England that publish a level above the midpoint, the strongest "
            "first."
        ),
        sheet="Gaps without an offer",
    )
