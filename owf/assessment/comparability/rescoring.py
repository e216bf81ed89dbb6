"""Two signed years on the questions of both, rescored where questionnaires differ (METHOD 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple

from owf.assessment.comparability.packs import Shared, Side, shared_between
from owf.assessment.disclosure.trusts import Sectors, SignedYear, in_broken_blocks, on_one_question
from owf.assessment.packs import pack_of
from owf.assessment.scoring import item_refs
from owf.benchmark.scores.groups import Group, groups_of
from owf.store import Session, rounds, signed_scores
from owf.store.cache import Cache
from owf.store.results import UnnamedReturn
from owf.store.signed_scores import SignedTrust

KEPT_SCORINGS = 1500
"""Trusts whose rescored results stay in memory: two pairs of years of England, about 30 kB each,
and five years of overall and themes, about 5 kB each."""

ByGroup = Mapping[str, Sectors]
"""One Trust's scores, by group key."""


@dataclass(frozen=True, kw_only=True)
class YearOnShared(SignedYear):
    """``rescored`` is by DfE number; ``left_out`` are Trusts that enter nothing (decision 0013)."""

    side: Side
    rescored: Mapping[int, ByGroup] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()

    def sectors(self, trust: int, key: str) -> Sectors:
        if trust in self.left_out:
            return {}
        if key in self.side.stored:
            return super().sectors(trust, key)
        return self.rescored.get(trust, {}).get(key, {})


@dataclass(frozen=True)
class TwoYears:
    """``groups`` are the later year's; ``shared`` is ``None`` where both have one questionnaire.

    ``without_answers``: Trusts of both years signed without answers, which cannot be rescored.
    """

    before: SignedYear
    now: SignedYear
    groups: Mapping[Group, Sequence[str]]
    shared: Shared | None = None
    without_answers: frozenset[int] = frozenset()


class _Scored(NamedTuple):
    by_group: ByGroup
    has_answers: bool


_KEPT: Cache[tuple[str, str], _Scored] = Cache(KEPT_SCORINGS)


def side_by_side(
    session: Session, before: SignedYear, now: SignedYear, own: int | None = None
) -> tuple[TwoYears | None, str]:
    """Or nothing, and why not; ``own`` is the Trust whose page it is, ``None`` for nobody's."""
    earlier_pack, later_pack = (rounds.pack_of_cycle(session, one.year) for one in (before, now))
    if earlier_pack is None or later_pack is None:
        return None, f"There was no self-evaluation in {before.year}."
    if earlier_pack == later_pack:
        return TwoYears(before, now, groups_of(item_refs(pack_of(session, later_pack)))), ""
    shared = shared_between(session, earlier_pack, later_pack)
    if shared is None:
        return None, (
            f"The questions of {before.year} were different, so no change can be calculated."
        )
    if not shared.groups:
        return None, (
            f"No question of {now.year} can be compared with one of {before.year}, so no change "
            "can be calculated."
        )
    earlier, lacking_then = on_shared(session, before, shared.groups, shared.before, own)
    later, lacking_now = on_shared(session, now, shared.groups, shared.now, own)
    lacking = (lacking_then | lacking_now) & before.trusts.keys() & now.trusts.keys()
    return TwoYears(earlier, later, shared.groups, shared, lacking), ""


def on_shared(
    session: Session,
    found: SignedYear,
    groups: Mapping[Group, Sequence[str]],
    side: Side,
    own: int | None,
) -> tuple[YearOnShared, frozenset[int]]:
    """A year on the compared questions of each group, and its Trusts signed without answers."""
    # What a Trust has not published is nobody's: its answers are not even read.
    wanted = [
        one for number, one in found.trusts.items() if number == own or one.publication != "done"
    ]
    scored = _scored(session, wanted, side, found.unsigned_returns) if side.scoring.groups else {}
    lacking = frozenset(
        trust
        for trust, one in scored.items()
        if not one.has_answers and found.sectors(trust, "overall")
    )
    hidden = found.unnamed - {own}
    single = on_one_question(groups, side.stored)
    rescored: dict[int, ByGroup] = {
        trust: {key: units for key, units in one.by_group.items() if key not in single}
        if trust in hidden
        else one.by_group
        for trust, one in scored.items()
    }
    signed = {one.name: getattr(found, one.name) for one in fields(SignedYear)}
    year = YearOnShared(**signed, side=side, rescored=rescored)
    return replace(year, left_out=in_broken_blocks(found, year, groups, single, own)), lacking


def _scored(
    session: Session,
    wanted: Sequence[SignedTrust],
    side: Side,
    unsigned_returns: Mapping[int, Sequence[UnnamedReturn]],
) -> dict[int, _Scored]:
    """Trusts' scores on what must be rescored, kept in memory by all that they depend on."""
    kept = {one.trust: _KEPT.get((one.digest, side.key)) for one in wanted}
    found = {trust: one for trust, one in kept.items() if one is not None}
    missing = [one for one in wanted if one.trust not in found]
    returns = signed_scores.returns_of(session, missing) if missing else {}
    returns = {**returns, **unsigned_returns}
    for one in missing:
        answers = [(given.sector, given.answers) for given in returns[one.trust]]
        by_group = {group.key: units for group, units in side.scoring.units(answers).items()}
        found[one.trust] = _Scored(by_group, bool(answers))
        _KEPT.put((one.digest, side.key), found[one.trust])
    return found
