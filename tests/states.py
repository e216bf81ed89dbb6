"""The product in other states than the demonstration's: nothing in it yet, and too few partners.

For what pages show then, in tests of the browser and in the screenshots of the guides.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from owf import clock
from owf.assessment.rounds.opening import open_cycle
from owf.demo.build import PACK_NAMES, open_years
from owf.demo.model import Model
from owf.demo.people import add_founders, sign_in
from owf.demo.places import CAMBRIDGESHIRE
from owf.demo.trust_year import Demonstration, begin_trust, play_round
from owf.questionnaire import load_named
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
    with clock.stopped_at(datetime(OPEN, 5, 19, 9, tzinfo=UTC)):
        founders = add_founders(store)
    pack = load_named(PACKS, PACK_NAMES[OPEN])
    with clock.stopped_at(datetime(OPEN, 6, 1, 9, tzinfo=UTC)):
        sign_in(store, founders.national)
        opens, closes = date(OPEN, 6, 1), date(OPEN, 7, 17)
        open_cycle(store, founders.national, OPEN, pack, opens=opens, closes=closes)
    with clock.stopped_at(datetime(OPEN, 6, 2, 8, 30, tzinfo=UTC)):
        sign_in(store, founders.administrator)
    demonstration = Demonstration(store, Model(), {OPEN: pack}, founders)
    begin_trust(demonstration, CAMBRIDGESHIRE, OPEN, [("police", "Police")])
    store.close()


def build_too_few(path: Path) -> None:
    """One Trust alone, with two partners: too few for any comparison, and nobody beside it."""
    store = _begun(path)
    first = min(PACK_NAMES)
    with clock.stopped_at(datetime(first, 5, 19, 9, tzinfo=UTC)):
        founders = add_founders(store)
    packs = open_years(store, founders)
    demonstration = Demonstration(store, Model(), packs, founders)
    titles = dict(demonstration.sector_titles)
    begin_trust(demonstration, CAMBRIDGESHIRE, first, [(one, titles[one]) for one in FEW])
    with store.reading() as session:
        trust = places.trust_by_number(session, CAMBRIDGESHIRE)
    assert trust is not None
    for year in packs:
        play_round(demonstration, trust, year)
    store.close()


STATES = {"empty": build_empty, "too-few": build_too_few}
"""How a database of each state is made, at a path where there is none yet."""
