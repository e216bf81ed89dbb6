"""The gaps of a region's Trusts, as far as they publish them, on which nobody offers anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf import clock
from owf.access import Actor
from owf.access.policy import require
from owf.assessment.errors import NotFound
from owf.assessment.results.region import kept_view
from owf.assessment.results.region_view import RegionView
from owf.benchmark.rules import DEFAULT_RULES, Verdict
from owf.benchmark.scores.groups import Group, GroupKind
from owf.improvement.good_practice import policy
from owf.improvement.good_practice.levels import TrustAhead, trusts_ahead
from owf.improvement.good_practice.offers import offers_by_question
from owf.improvement.good_practice.questions import Questions
from owf.questionnaire import Item, Theme
from owf.store import Session, Store, good_practice, places, rounds, signed_scores

_BEHIND = (Verdict.BEHIND, Verdict.SLIGHTLY_BEHIND)


@dataclass(frozen=True)
class RegionGap:
    """One question without an offer: ``low`` are Trusts with an agreed level below the midpoint.

    ``behind``: Trusts that are behind on its theme, or on its aspect there. ``ahead``: whom to ask.
    """

    item: Item
    theme: Theme
    low: tuple[tuple[str, float], ...]
    behind: tuple[str, ...]
    ahead: Sequence[TrustAhead]


@dataclass(frozen=True)
class RegionGaps:
    """``named``: the Trusts that publish in full, which alone are looked at. Widest gap first.

    ``with_offers``: questions that are gaps too, and have an offer already.
    """

    region_code: str
    region_name: str
    year: int
    named: tuple[str, ...]
    gaps: Sequence[RegionGap]
    with_offers: int


def open_region_gaps(store: Store, who: Actor, region_code: str) -> RegionGaps:
    """Of the newest year that any Trust of the region has signed."""
    require(policy.may_ask_for_region(who, region_code))
    with store.reading() as session:
        year = _newest_year(session, region_code)
        pack_id = rounds.pack_of_cycle(session, year)
        trusts = places.trusts_in_year(session, year, region_code)
        if pack_id is None or not trusts:
            raise NotFound("This region has no Trusts in this year. Ask the national team.")
        view = kept_view(session, trusts, year, pack_id)
        low, behind = _low_levels(session, view), _behind(view)
        questions = Questions(session)
        found = good_practice.practices_to_see(session, clock.today(), region_code)
        wanted = {
            item.id
            for theme in view.pack.themes
            for item in theme.items
            if item.id in low or (theme.id, item.aspect) in behind
        }
        offered = offers_by_question(questions, found, wanted, year)
        missing = wanted - offered.keys()
        ahead = trusts_ahead(questions, year, missing)
    gaps = [
        RegionGap(
            item,
            theme,
            tuple(low.get(item.id, ())),
            tuple(behind.get((theme.id, item.aspect), ())),
            ahead.get(item.id, ()),
        )
        for theme in view.pack.themes
        for item in theme.items
        if item.id in missing
    ]
    gaps.sort(key=lambda one: (-len(one.low), -len(one.behind)))
    named = tuple(sorted(one.name for one in view.trusts))
    return RegionGaps(region_code, view.region_name, year, named, gaps, len(wanted) - len(gaps))


def _newest_year(session: Session, region_code: str) -> int:
    for year in signed_scores.signed_years(session):
        if signed_scores.signed_trusts(session, year, region_code):
            return year
    raise NotFound(
        "No Trust of your region has signed any results yet. Gaps appear here when chairs sign and "
        "publish in full."
    )


def _low_levels(session: Session, view: RegionView) -> Mapping[str, list[tuple[str, float]]]:
    """Question -> (Trust, agreed level), of those below the midpoint."""
    signed = signed_scores.signed_trusts(session, view.year, view.region_code)
    keys = {Group(GroupKind.ITEM, item=item.id).key: item.id for item in view.pack.items}
    named = {signed[one.trust].snapshot_id: one.name for one in view.trusts}
    found: dict[str, list[tuple[str, float]]] = {}
    for (snapshot_id, key), row in good_practice.levels_on(session, named, keys).items():
        is_enough = row.n_units >= DEFAULT_RULES.min_units
        if is_enough and row.agreed is not None and row.agreed < view.pack.scale.midpoint:
            found.setdefault(keys[key], []).append((named[snapshot_id], row.agreed))
    return {
        item_id: sorted(those, key=lambda one: (one[1], one[0])) for item_id, those in found.items()
    }


def _behind(view: RegionView) -> Mapping[tuple[str, str], list[str]]:
    """(Theme, aspect) -> the Trusts that are behind on the aspect there, or on the whole theme."""
    found: dict[tuple[str, str], list[str]] = {}
    for trust in view.trusts:
        is_behind = {
            (one.kind, one.theme, one.aspect) for one in trust.findings if one.verdict in _BEHIND
        }
        for theme in view.pack.themes:
            for aspect in {item.aspect for item in theme.items}:
                cell = (GroupKind.CELL, theme.id, aspect)
                if cell in is_behind or (GroupKind.THEME, theme.id, None) in is_behind:
                    found.setdefault((theme.id, aspect), []).append(trust.name)
    return found
