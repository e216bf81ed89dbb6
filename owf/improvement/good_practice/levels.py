"""How strong Trusts are on single questions, as far as they publish it (METHOD 1.7 and 1.8)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import Group, GroupKind
from owf.improvement.good_practice.questions import Questions
from owf.store import Session, good_practice, signed_scores
from owf.store.signed_scores import SignedTrust


@dataclass(frozen=True)
class PublishedLevel:
    """A Trust's signed result on a question, of its newest signed year; ``mean`` over sectors."""

    year: int
    agreed: float | None
    mean: float | None

    @property
    def strength(self) -> tuple[float, float]:
        """Larger is stronger: the agreed level, then the mean."""
        mean = self.mean or 0.0
        return (mean if self.agreed is None else self.agreed, mean)


@dataclass(frozen=True)
class TrustAhead:
    trust: int
    name: str
    region_code: str
    level: PublishedLevel


Asked = tuple[int, int, str]
"""A Trust, and a question by its year and id."""


def newest_signed(session: Session) -> Mapping[int, tuple[int, SignedTrust]]:
    """Trust -> its newest signed year and what was signed then, published or not."""
    found: dict[int, tuple[int, SignedTrust]] = {}
    for year in signed_scores.signed_years(session):
        for trust, signed in signed_scores.signed_trusts(session, year).items():
            found.setdefault(trust, (year, signed))
    return found


def published_levels(
    questions: Questions, wanted: Collection[Asked]
) -> Mapping[Asked, PublishedLevel]:
    """Missing where the Trust's newest results are not published in full, or of too few sectors."""
    if not wanted:
        return {}
    newest = _in_full(newest_signed(questions.session))
    places = {}
    for asked in wanted:
        trust, year, item_id = asked
        if trust in newest:
            then, signed = newest[trust]
            now = questions.in_year(item_id, year, then)
            if len(now) == 1:
                places[asked] = (then, signed.snapshot_id, _key(now[0]))
    return _levels_at(questions.session, places)


def trusts_ahead(
    questions: Questions, year: int, item_ids: Iterable[str], without: int | None = None
) -> Mapping[str, Sequence[TrustAhead]]:
    """By question: those published in full with a level above the midpoint, strongest first."""
    newest = _in_full(newest_signed(questions.session))
    places = {}
    for item_id in item_ids:
        for trust, (then, signed) in newest.items():
            now = questions.in_year(item_id, year, then) if trust != without else ()
            if len(now) == 1:
                places[(trust, year, item_id)] = (then, signed.snapshot_id, _key(now[0]))
    midpoint = questions.pack(year).scale.midpoint
    found: dict[str, list[TrustAhead]] = {}
    for (trust, _, item_id), level in _levels_at(questions.session, places).items():
        if level.strength[0] > midpoint:
            signed = newest[trust][1]
            ahead = TrustAhead(trust, signed.name, signed.region_code, level)
            found.setdefault(item_id, []).append(ahead)
    return {item_id: sorted(those, key=_strongest_first) for item_id, those in found.items()}


def _strongest_first(one: TrustAhead) -> tuple[float, float, str]:
    first, second = one.level.strength
    return (-first, -second, one.name)


def _in_full(
    newest: Mapping[int, tuple[int, SignedTrust]],
) -> Mapping[int, tuple[int, SignedTrust]]:
    return {trust: one for trust, one in newest.items() if one[1].publication == "full"}


def _key(item_id: str) -> str:
    return Group(GroupKind.ITEM, item=item_id).key


def _levels_at(
    session: Session, places: Mapping[Asked, tuple[int, int, str]]
) -> dict[Asked, PublishedLevel]:
    """``places``: the year, the snapshot and the key of the question there."""
    rows = good_practice.levels_on(
        session,
        {snapshot_id for _, snapshot_id, _ in places.values()},
        {key for _, _, key in places.values()},
    )
    return {
        asked: PublishedLevel(year, row.agreed, row.mean)
        for asked, (year, snapshot_id, key) in places.items()
        if (row := rows.get((snapshot_id, key))) is not None
        and row.n_units >= DEFAULT_RULES.min_units
    }
