"""The product in other states than the demonstration's: nothing in it yet, and too few partners.

For what pages show then, in tests of the browser and in the screenshots of the guides.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from owf import clock
from owf.access import OPERATOR
from owf.assessment.opening import add_partners, open_cycle
from owf.demo.build import PACK_NAMES
from owf.demo.model import Model
from owf.demo.people import add_chair, add_people_to_be
from owf.demo.playing import Demonstration, play_round
from owf.demo.stated import CAMBRIDGESHIRE
from owf.questionnaire import Pack, load_named
from owf.settings import DATA, PACKS
from owf.store import Store, places
from owf.store.migration import migrate

FEW = ("police", "schools")
"""The sectors of the only two partners."""
OPEN = 2012
"""The year that is under way; in the state of too few, those before it are signed."""


def _begun(path: Path) -> Store:
    store = Store(f"sqlite:///{path}")
    migrate(store)
    with store.writing() as session:
        places.load_trusts(session, DATA / "trusts.csv")
    return store


def build_empty(path: Path) -> None:
    """A house with its people, whose first year was opened a moment ago: no Trust has begun."""
    store = _begun(path)
    _open(store, OPEN, load_named(PACKS, PACK_NAMES[OPEN]))
    (police,) = add_partners(store, OPERATOR, CAMBRIDGESHIRE, [("police", "Police")])
    add_chair(store, CAMBRIDGESHIRE, "Cambridgeshire")
    add_people_to_be(store, police)
    store.close()


def _open(store: Store, year: int, pack: Pack) -> None:
    with clock.stopped_at(datetime(year, 6, 1, 9, tzinfo=UTC)):
        open_cycle(store, OPERATOR, year, pack, opens=date(year, 6, 1), closes=date(year, 7, 17))


def build_too_few(path: Path) -> None:
    """One Trust alone, with two partners: too few for any comparison, and nobody beside it."""
    store = _begun(path)
    packs = {year: load_named(PACKS, name) for year, name in PACK_NAMES.items()}
    demonstration = Demonstration(store, Model(), packs)
    for year, pack in packs.items():
        _open(store, year, pack)
    titles = dict(demonstration.sector_titles)
    ids = add_partners(store, OPERATOR, CAMBRIDGESHIRE, [(one, titles[one]) for one in FEW])
    demonstration.partners[CAMBRIDGESHIRE] = list(zip(ids, FEW, strict=True))
    demonstration.chairs[CAMBRIDGESHIRE] = add_chair(store, CAMBRIDGESHIRE, "Cambridgeshire")
    with store.reading() as session:
        trust = places.trust_by_number(session, CAMBRIDGESHIRE)
    assert trust is not None
    for year in packs:
        play_round(demonstration, trust, year)
    add_people_to_be(store, ids[0])
    store.close()


STATES = {"empty": build_empty, "too-few": build_too_few}
"""How a database of each state is made, at a path where there is none yet."""
