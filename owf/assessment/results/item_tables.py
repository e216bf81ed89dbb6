"""The three tables of 2009 for every question, for England or one region (METHOD 5)."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from owf.access import Actor, policy
from owf.assessment.disclosure.items import Entering, entering
from owf.assessment.disclosure.trusts import FEWEST_TRUSTS
from owf.assessment.errors import NotFound
from owf.assessment.packs import pack_of
from owf.assessment.results.england import percent
from owf.assessment.results.region import no_such_region
from owf.assessment.results.steps import region_in_a_sentence
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.tables.national import (
    BandRow,
    CountRow,
    MeanOf,
    MeanRow,
    band_table,
    count_table,
    mean_table,
)
from owf.questionnaire import Audience, Band, Item, Pack, Theme
from owf.store import Session, Store, places, rounds, signed_scores
from owf.store.cache import cached
from owf.store.signed_scores import ItemRow, SignedTrust


@dataclass(frozen=True)
class SectorMean:
    """``mean`` is over ``n`` Trusts, ``None`` where too few; ``having`` have a score from it."""

    sector: str
    title: str
    mean: float | None
    n: int
    having: int

    @property
    def is_held_back(self) -> bool:
        """Whether it has Trusts enough, and would give another sector or Trust away."""
        return self.mean is None and self.having >= FEWEST_TRUSTS


@dataclass(frozen=True)
class PractitionersMean:
    """By audience only (decision 0009); ``mean`` is over ``n`` Trusts.

    ``having``: Trusts with a score from enough sectors, ``too_few``: from too few. ``suppressed``:
    Trusts in which one to four people rated it.
    """

    mean: float | None
    n: int
    having: int
    too_few: int
    suppressed: int

    @property
    def why_not_more(self) -> str:
        left_out = self.having - self.n
        why = (
            (self.suppressed, "suppressed, because fewer than five people rated it"),
            (self.too_few, "with people of fewer than three sectors"),
            (left_out, "left out, because too few others are in the figures"),
        )
        return "; ".join(f"{number} {words}" for number, words in why if number)


@dataclass(frozen=True)
class QuestionTables:
    """The three tables of one question (METHOD 5); ``bands`` and ``counts`` are zero if not shown.

    ``bands``: table (a). ``left_out``: Trusts in no figure, because too few others in their region
    or in England are. ``sectors``, ``leaders``, ``practitioners`` (``None`` where they are not
    asked): table (b). ``counts``: table (c).
    """

    item: Item
    bands: BandRow
    left_out: int
    sectors: tuple[SectorMean, ...]
    leaders: MeanOf
    practitioners: PractitionersMean | None
    counts: CountRow
    sentence: str

    @property
    def n(self) -> int:
        return self.bands.taking_part.counting

    @property
    def is_shown(self) -> bool:
        return self.n >= FEWEST_TRUSTS

    @property
    def counts_are_shown(self) -> bool:
        """Whether the answers can be counted without telling those of one or two Trusts."""
        return self.counts.taking_part.counting >= FEWEST_TRUSTS

    @property
    def is_for_leaders_only(self) -> bool:
        return not self.item.is_for(Audience.PRACTITIONERS)

    @property
    def who_takes_part(self) -> str:
        """How many of the Trusts that publish in full are in the figures, and why not the rest."""
        part = self.bands.taking_part
        others = (
            (part.no_answer, "with no leaders answering"),
            (part.too_few, "with a score from fewer than three sectors"),
            (part.no_score, "without a level given"),
            (self.left_out, "left out because the rest would reveal fewer than five people"),
        )
        why = [f"{number} {words}" for number, words in others if number]
        published = part.trusts + self.left_out
        text = (
            f"{part.counting or 'None'} of these {published} are in the figures: {'; '.join(why)}."
            if why
            else f"All {part.counting} are in the figures."
        )
        # METHOD 5: questions for leaders only say how many had none answering, even where none.
        if self.is_for_leaders_only and not part.no_answer:
            return f"{text} No Trust was without leaders answering."
        return text


@dataclass(frozen=True)
class ItemTables:
    """``signed``: Trusts whatever they publish; ``published``: those in full, which alone enter."""

    year: int
    region_code: str | None
    name: str
    pack: Pack
    signed: int
    published: int
    questions: dict[str, QuestionTables]

    def of_theme(self, theme: Theme) -> tuple[QuestionTables, ...]:
        return tuple(self.questions[item.id] for item in theme.items)

    @property
    def bands(self) -> Sequence[Band]:
        return self.pack.scale.bands

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        return {
            "year": self.year,
            "region_code": self.region_code,
            "name": self.name,
            "pack": {"id": self.pack.id, "version": self.pack.version},
            "midpoint": self.pack.scale.midpoint,
            "bands": [band.label for band in self.bands],
            "levels": list(self.pack.scale.values),
            "signed": self.signed,
            "published": self.published,
            "items": [_as_json(one) for one in self.questions.values()],
            "fewest_trusts": FEWEST_TRUSTS,
            "made_up": made_up,
        }


def _as_json(one: QuestionTables) -> dict[str, object]:
    return {
        "id": one.item.id,
        "code": one.item.permanent_code,
        "text": one.item.text,
        "sentence": one.sentence,
        "left_out": one.left_out,
        "bands": asdict(one.bands) if one.is_shown else None,
        "by_sector": [asdict(sector) for sector in one.sectors],
        "leaders": asdict(one.leaders) if one.is_shown else None,
        "practitioners": asdict(one.practitioners) if one.practitioners else None,
        "counts": asdict(one.counts) if one.counts_are_shown else None,
    }


KEPT_TABLES = 20
"""Tables that stay in memory: England and nine regions of two years, at most 1 MB each."""

LEADERS, PRACTITIONERS = Audience.LEADERS.value, Audience.PRACTITIONERS.value

Rows = Mapping[str, Mapping[int, ItemRow]]
"""Group key -> Trust -> its score on the item."""


def open_item_tables(
    store: Store, who: Actor, year: int, region_code: str | None = None
) -> ItemTables:
    """From signed snapshots; of England without a region."""
    policy.require(
        policy.may_see_nation(who)
        if region_code is None
        else policy.may_see_region(who, region_code)
    )
    with store.reading() as session:
        pack_id = rounds.pack_of_cycle(session, year)
        if pack_id is None:
            raise NotFound(f"There was no self-evaluation in {year}. Choose another year.")
        # Compared here: a database may refuse some texts that an address can hold.
        names = {one.region_code: one.region_name for one in places.trusts_in_year(session, year)}
        if region_code is not None and region_code not in names:
            raise NotFound(no_such_region(year))
        name = "England" if region_code is None else names[region_code]
        found = signed_scores.signed_trusts(session, year, region_code)
        return tables_of(session, pack_id, found, _Area(year, region_code, name))


class _Area(NamedTuple):
    year: int
    region_code: str | None
    name: str


def _tables_key(
    session: Session, pack_id: int, found: Mapping[int, SignedTrust], area: _Area
) -> Hashable:
    published = ((one.digest, one.region_code) for one in _published(found))
    return area, rounds.pack_digest(session, pack_id), len(found), tuple(published)


def _published(found: Mapping[int, SignedTrust]) -> list[SignedTrust]:
    return [one for one in found.values() if one.publication == "full"]


@cached(KEPT_TABLES, key=_tables_key)
def tables_of(
    session: Session, pack_id: int, found: Mapping[int, SignedTrust], area: _Area
) -> ItemTables:
    year, region_code, name = area
    published = _published(found)
    pack = pack_of(session, pack_id)
    leaders = signed_scores.item_rows_of(session, published, LEADERS)
    practitioners = signed_scores.item_rows_of(session, published, PRACTITIONERS)
    where = f"{name if region_code is None else region_in_a_sentence(name)} in {year}"
    return ItemTables(
        year=year,
        region_code=region_code,
        name=name,
        pack=pack,
        signed=len(found),
        published=len(published),
        questions=_questions(pack, published, leaders, practitioners, where),
    )


def _questions(
    pack: Pack, published: Sequence[SignedTrust], leaders: Rows, practitioners: Rows, where: str
) -> dict[str, QuestionTables]:
    region_of = {one.trust: one.region_code for one in published}
    ours = _rows_of_every_trust(pack, Audience.LEADERS, leaders, region_of)
    # By audience only: a sector of one Trust may rest on fewer than five people (0009).
    theirs = {
        item: {trust: row._replace(units={}) for trust, row in rows.items()}
        for item, rows in _rows_of_every_trust(
            pack, Audience.PRACTITIONERS, practitioners, region_of
        ).items()
    }
    enter = {item: entering(rows, region_of) for item, rows in ours.items()}
    enter_theirs = {item: entering(rows, region_of) for item, rows in theirs.items()}
    scale = pack.scale
    bands = band_table(
        {item: _rows_of(rows, enter[item], enter[item].trusts) for item, rows in ours.items()},
        [(band.lower, band.upper) for band in scale.bands],
        scale.midpoint,
    )
    counts = count_table(
        {item: _rows_of(rows, enter[item], enter[item].answers) for item, rows in ours.items()},
        scale.values,
    )
    means = mean_table(
        {
            LEADERS: {item: _rows_by_sector(rows, enter[item]) for item, rows in ours.items()},
            PRACTITIONERS: {
                item: _rows_of(rows, enter_theirs[item], enter_theirs[item].trusts)
                for item, rows in theirs.items()
            },
        }
    )
    return {
        item.id: QuestionTables(
            item=item,
            bands=bands[item.id],
            left_out=len(enter[item.id].left_out),
            sectors=_sectors(pack, means[item.id], ours[item.id], enter[item.id]),
            leaders=means[item.id].by_audience[LEADERS],
            practitioners=_practitioners(means[item.id], enter_theirs.get(item.id)),
            counts=counts[item.id],
            sentence=_sentence(
                item.code,
                where,
                bands[item.id],
                means[item.id].by_audience[LEADERS].mean,
                having=len(enter[item.id].counting),
                midpoint=scale.midpoint,
            ),
        )
        for item in pack.items
    }


def _rows_of_every_trust(
    pack: Pack, audience: Audience, rows: Rows, trusts: Iterable[int]
) -> dict[str, dict[int, ItemRow]]:
    """Each item's rows by id, of every Trust: where a snapshot has none, nobody answered."""
    nobody = ItemRow({}, None, 0, 0, [0] * len(pack.scale.values), 0, 0)
    found = {}
    for item in pack.items_for(audience):
        of_item = rows.get(Group(GroupKind.ITEM, item=item.id).key, {})
        found[item.id] = {trust: of_item.get(trust, nobody) for trust in trusts}
    return found


def _rows_of(
    rows: Mapping[int, ItemRow], enter: Entering, wanted: Collection[int]
) -> list[ItemRow]:
    """The rows behind a figure, and those of Trusts without a score, which only say why."""
    return [row for trust, row in rows.items() if trust in wanted or trust not in enter.counting]


def _rows_by_sector(rows: Mapping[int, ItemRow], enter: Entering) -> list[ItemRow]:
    """The rows behind table (b), each with those of its sectors that enter their means."""
    shown = sum(map(len, enter.sectors.values()))
    if shown == sum(len(rows[trust].units) for trust in enter.trusts):
        return _rows_of(rows, enter, enter.trusts)
    nobody: frozenset[int] = frozenset()
    kept = {
        trust: row._replace(
            units={
                sector: score
                for sector, score in row.units.items()
                if trust in enter.sectors.get(sector, nobody)
            }
        )
        for trust, row in rows.items()
    }
    return _rows_of(kept, enter, enter.trusts)


def _sectors(
    pack: Pack, means: MeanRow, rows: Mapping[int, ItemRow], enter: Entering
) -> tuple[SectorMean, ...]:
    having = Counter(sector for trust in enter.trusts for sector in rows[trust].units)
    shown = means.by_sector[LEADERS]
    nothing = MeanOf(None, 0)
    return tuple(
        SectorMean(
            sector=sector.id,
            title=sector.title,
            mean=shown.get(sector.id, nothing).mean,
            n=shown.get(sector.id, nothing).n,
            having=having[sector.id],
        )
        for sector in pack.sectors
        if having[sector.id]
    )


def _practitioners(means: MeanRow, enter: Entering | None) -> PractitionersMean | None:
    if enter is None:
        return None
    part = means.taking_part[PRACTITIONERS]
    found = means.by_audience[PRACTITIONERS]
    return PractitionersMean(
        mean=found.mean,
        n=found.n,
        having=len(enter.counting),
        too_few=part.too_few,
        suppressed=part.suppressed,
    )


def _sentence(
    code: str, where: str, bands: BandRow, mean: float | None, *, having: int, midpoint: float
) -> str:
    if mean is None:
        return (
            f"Too few Trusts to show {code} for {where}: {having or 'none'} "
            f"{'has' if having <= 1 else 'have'} a score that can be counted, and at least "
            f"{FEWEST_TRUSTS} are needed."
        )
    n, above = bands.taking_part.counting, bands.above_midpoint
    return (
        f"In {where}, {above or 'none'} of {n} Trusts ({percent(above, n)}%) "
        f"{'averages' if above <= 1 else 'average'} above {midpoint:g}, the midpoint, on {code}; "
        f"their mean is {mean:.2f}."
    )
