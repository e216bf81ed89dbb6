"""A small questionnaire of 2007, one of 2008 in which everything that can happen has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.access import OPERATOR
from owf.assessment.results.england import NationView, open_nation
from owf.assessment.results.region import open_region
from owf.assessment.results.region_view import RegionView
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.rounds.opening import open_cycle
from owf.assessment.scoring import leaders_rows
from owf.assessment.signing.sign_off import carry_over
from owf.benchmark.change.changes import Change
from owf.benchmark.scores.groups import Group
from owf.benchmark.words.findings import ChangeFinding
from owf.questionnaire import Pack
from owf.store import Store, results, rounds
from owf.store.answers import RoundAnswer
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND, Cast
from tests.later_packs import lineage_of, pack_with

EAST = (821, 822, 823, 874, 881, 882, 883, 919)
ALL = (CAMBRIDGESHIRE, *EAST)
SECTORS = ("health", "police", "schools", "charity")
LAST, THIS = 2007, 2008
OVERALL, CAF, MULTI = (
    Group.from_key(key) for key in ("overall", "theme:caf", "theme:multi-agency")
)

BEFORE = {
    "caf": [
        ("c-same", "training"),
        ("c-word", "training"),
        ("c-split", "coaching"),
        ("c-move", "benefit"),
        ("c-gone", "benefit"),
        ("c-no", "coaching"),
    ],
    "multi-agency": [
        ("m-same", "training"),
        ("m-one", "co-location"),
        ("m-two", "co-location"),
        ("m-scale", "benefit"),
    ],
    "steady": [("s-1", "training"), ("s-2", "training")],
}
NOW = {
    "caf": [
        ("c-same", "training"),
        ("c-word-2", "training"),
        ("c-split-a", "coaching"),
        ("c-split-b", "coaching"),
        ("c-no-2", "coaching"),
        ("c-new", "coaching"),
    ],
    "multi-agency": [
        ("m-same", "training"),
        ("m-both", "co-location"),
        ("m-scale", "benefit"),
        ("c-move", "benefit"),
    ],
    "lead": [("l-new", "training")],
    "steady": [("s-1", "training"), ("s-2", "training")],
}
CONVERT = {1: 1, 2: 1, 3: 3, 4: 5, 5: 5}
CHANGES = (
    {"kind": "same", "from": ["c-same", "m-same", "s-1", "s-2"]},
    {"kind": "reworded", "from": "c-word", "to": "c-word-2", "comparable": "with_care"},
    {"kind": "split", "from": "c-split", "to": ["c-split-a", "c-split-b"], "comparable": "yes"},
    {"kind": "moved", "from": "c-move", "comparable": "yes"},
    {"kind": "removed", "from": "c-gone"},
    {"kind": "reworded", "from": "c-no", "to": "c-no-2", "comparable": "no"},
    {"kind": "added", "to": ["c-new", "l-new"]},
    {"kind": "merged", "from": ["m-one", "m-two"], "to": "m-both", "comparable": "with_care"},
    {"kind": "rescaled", "from": "m-scale", "comparable": "yes", "convert": CONVERT},
)


@dataclass(frozen=True)
class World:
    """A questionnaire of 2007, one of 2008 made from it, and what Trusts signed of them."""

    store: Store
    tiny: Pack
    old: Pack
    new: Pack

    def later(
        self,
        themes: Mapping[str, Sequence[tuple[str, str]]],
        *changes: Mapping[str, object],
        rescaled: Sequence[str] = (),
    ) -> Pack:
        """A questionnaire of 2008 made from that of 2007: what is in no change is removed."""
        kept = {
            old
            for one in changes
            for old in ([one["from"]] if isinstance(one.get("from"), str) else one.get("from", []))
        }
        gone = {"kind": "removed", "from": [one.id for one in self.old.items if one.id not in kept]}
        return pack_with(self.tiny, "2008", themes, lineage_of(self.old, *changes, gone), rescaled)

    def open(self, *, last: Pack | None = None, this: Pack | None = None) -> None:
        """Open both years, each with its questionnaire."""
        for year, pack in ((LAST, last or self.old), (THIS, this or self.new)):
            opens, closes = date(year, 6, 1), date(year, 7, 17)
            open_cycle(self.store, OPERATOR, year, pack, opens=opens, closes=closes)

    def keep(
        self, year: int, answers_of: Mapping[int, Sequence[RoundAnswer]], publication: str = "full"
    ) -> None:
        """Keep what Trusts answered and signed, at a publication level."""
        carry_over(self.store, OPERATOR, year, answers_of, dict.fromkeys(answers_of, publication))

    def keep_bare(
        self, trust: int, given: Sequence[RoundAnswer], publication: str = "full"
    ) -> None:
        """Keep the scores that a Trust signed in 2007, without the answers behind them."""
        with self.store.writing() as session:
            round_id = rounds.add_round(session, LAST, trust)
            results.write_snapshot(
                session,
                round_id,
                self.old.digest(),
                scores=leaders_rows(self.old, given, {}),
                signed_by=OPERATOR.id,
                signed_at=clock.now(),
                publication=publication,
            )
            rounds.set_round_status(session, round_id, "signed", publication)

    def compare(self, trust: int = CAMBRIDGESHIRE) -> TrustComparison:
        """A Trust in 2008 against its region."""
        return compare_with(self.store, OPERATOR, trust, THIS)

    def region(self, year: int = THIS) -> RegionView:
        """The East of England."""
        return open_region(self.store, OPERATOR, EAST_OF_ENGLAND, year)

    def nation(self) -> NationView:
        """England in 2008."""
        return open_nation(self.store, OPERATOR, THIS)


def world_of(cast: Cast) -> World:
    """Both questionnaires, and nothing signed yet."""
    old = pack_with(cast.pack, "2007", BEFORE)
    new = pack_with(cast.pack, "2008", NOW, lineage_of(old, *CHANGES), rescaled=["m-scale"])
    return World(cast.store, cast.pack, old, new)


def all_at(level: int, pack: Pack, **others: int) -> list[RoundAnswer]:
    """Four sectors, one partner each, at one level; other items at others (``c_new=1``)."""
    levels = {item.id: level for item in pack.items}
    levels |= {name.replace("_", "-"): one for name, one in others.items()}
    return [
        RoundAnswer(partner, sector, item, one, None)
        for partner, sector in enumerate(SECTORS)
        for item, one in levels.items()
    ]


def found_by_group(changes: Sequence[ChangeFinding]) -> dict[Group, Change]:
    """Changes by the group that they are on."""
    return {Group(one.kind, theme=one.theme, aspect=one.aspect): one.change for one in changes}
