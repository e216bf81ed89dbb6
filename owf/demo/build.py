"""Building the demonstration's database: five years of a made-up England."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

from owf import clock
from owf.assessment.errors import Refused
from owf.assessment.packs import pack_of
from owf.assessment.results.steps import region_in_a_sentence
from owf.assessment.rounds.opening import open_cycle
from owf.demo.good_practice import add_offers
from owf.demo.model import Model
from owf.demo.people import DEMO_NAMES, Founders, add_founders, sign_in
from owf.demo.places import EAST_OF_ENGLAND
from owf.demo.plan.building import add_plan
from owf.demo.plan.draft import add_draft
from owf.demo.plan.others import add_plans_of_others
from owf.demo.trust_year import Demonstration, carry_rounds, play_round
from owf.questionnaire import Pack, load_named
from owf.settings import DATA, PACKS
from owf.store import Session, Store, people, places, rounds
from owf.store.migration import is_current, migrate
from owf.store.places import TrustFacts

PACK_NAMES = {
    2008: "integrated-working@2008",
    2009: "integrated-working@2009",
    2010: "integrated-working@2010",
    2011: "integrated-working@2010",
    2012: "integrated-working@2010",
}
FIRST_YEAR, LAST_YEAR = min(PACK_NAMES), max(PACK_NAMES)

Say = Callable[[str], None]
Count = Callable[[int, int], None]
"""Called with how many rounds are made up, and of how many."""


def _ignore(*_: object) -> None:
    """Report no progress."""


def ensure_demo(
    path: Path,
    say: Say = _ignore,
    *,
    england: bool = False,
    count: Count = _ignore,
    until: int = LAST_YEAR,
) -> Store:
    """Build the demonstration where it is missing, out of date, or ends before ``until``.

    What people did in an up-to-date one is kept. A new one is built beside the old and takes its
    place in one step, so that an interrupted build leaves nothing half made. ``england`` gives
    all of England its answers, and not the East of England alone.

    Raises:
        Refused: the file holds something other than a demonstration, or one with fewer answers.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        store = Store(f"sqlite:///{path}")
        if not people.is_demonstration(store):
            store.close()
            raise Refused(
                f"{path.name} holds something other than the demonstration, so it was left as it "
                "is: name another file with --db."
            )
        if _is_up_to_date(store, until):
            if england and not _has_every_answer(store):
                store.close()
                raise Refused(
                    f"{path.name} holds the demonstration with the answers of one region, and what "
                    "people did in it, so it was left as it is: name another file with --db."
                )
            return store
        store.close()
    fresh = path.with_suffix(".building")
    for leftover in (fresh, *fresh.parent.glob(fresh.name + "-*")):
        leftover.unlink(missing_ok=True)
    store = Store(f"sqlite:///{fresh}")
    with _without_garbage_collection():
        build_demo(store, say=say, england=england, count=count, until=until)
    store.close()
    for stale in path.parent.glob(path.name + "-*"):
        stale.unlink()
    os.replace(fresh, path)
    return Store(f"sqlite:///{path}")


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Pause the search for cycles of objects: it takes a sixth of the time and finds none here."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_up_to_date(store: Store, until: int) -> bool:
    if not is_current(store):
        return False
    with store.reading() as session:
        names = {one.demo_role: one.name for one in people.demo_people(session)}
        return names == DEMO_NAMES and rounds.pack_of_cycle(session, until) is not None


def _has_every_answer(store: Store) -> bool:
    with store.reading() as session:
        for trust in places.trusts_in_year(session, FIRST_YEAR):
            if trust.region_code != EAST_OF_ENGLAND:
                in_round = rounds.round_of(session, trust.dfe_number, FIRST_YEAR)
                return in_round is not None and bool(rounds.returns_of_round(session, in_round.id))
    return False


def build_demo(
    store: Store,
    model: Model | None = None,
    *,
    say: Say = _ignore,
    england: bool = False,
    count: Count = _ignore,
    until: int = LAST_YEAR,
) -> None:
    """Fill an empty database; what a year holds does not depend on ``until``.

    Only Cambridgeshire is still at work in the last year. The East of England has all its answers
    and a survey; the other regions have their signed results unless ``england``.
    """
    migrate(store)
    with store.writing() as session:
        places.load_trusts(session, DATA / "trusts.csv")
    with clock.stopped_at(datetime(FIRST_YEAR, 5, 19, 9, tzinfo=UTC)):
        founders = add_founders(store)
    packs = open_years(store, founders, until)
    demonstration = Demonstration(store, model or Model(), packs, founders)
    _add_neighbours(demonstration)
    with store.reading() as session:
        parts = [
            part for year in demonstration.packs for part in _parts(session, year, england=england)
        ]
    in_all = sum(len(part.trusts) for part in parts)
    done = 0
    for title, of_title in groupby(parts, key=lambda part: part.title):
        say(title)
        for part in of_title:
            for made in _rounds_made(demonstration, part):
                done += made
                count(done, in_all)
    add_offers(demonstration)
    add_plan(demonstration)
    add_draft(demonstration)
    add_plans_of_others(demonstration)


def open_years(store: Store, founders: Founders, until: int = LAST_YEAR) -> Mapping[int, Pack]:
    years = [year for year in PACK_NAMES if year <= until]
    loaded = {name: load_named(PACKS, name) for name in {PACK_NAMES[year] for year in years}}
    for year in years:
        with clock.stopped_at(datetime(year, 6, 1, 9, tzinfo=UTC)):
            opens, closes = date(year, 6, 1), date(year, 7, 17)
            sign_in(store, founders.national)
            open_cycle(
                store,
                founders.national,
                year,
                loaded[PACK_NAMES[year]],
                opens=opens,
                closes=closes,
            )
        with clock.stopped_at(datetime(year, 6, 2, 8, 30, tzinfo=UTC)):
            sign_in(store, founders.administrator)
        with clock.stopped_at(datetime(year, 7, 9, 9, tzinfo=UTC)):
            sign_in(store, founders.regional_lead)
    with store.reading() as session:
        kept = {year: rounds.pack_of_cycle(session, year) for year in years}
        return {year: pack_of(session, of_year) for year, of_year in kept.items() if of_year}


def _add_neighbours(demonstration: Demonstration) -> None:
    with demonstration.store.writing() as session:
        there = [
            {trust.dfe_number for trust in places.trusts_in_year(session, year)}
            for year in demonstration.packs
        ]
        throughout = sorted(set.intersection(*there))
        places.replace_neighbours(
            session,
            {
                trust: demonstration.model.neighbours(
                    trust, [one for one in throughout if one != trust]
                )
                for trust in throughout
            },
        )


@dataclass(frozen=True)
class _Part:
    title: str
    year: int
    trusts: Sequence[TrustFacts]
    is_answered: bool


def _parts(session: Session, year: int, *, england: bool) -> Iterator[_Part]:
    """The regions of a year, the East of England first, so that its numbers stay as they are."""
    trusts = sorted(
        places.trusts_in_year(session, year),
        key=lambda trust: (trust.region_code != EAST_OF_ENGLAND, trust.region_code),
    )
    for region_code, of_region in groupby(trusts, key=lambda trust: trust.region_code):
        found = list(of_region)
        is_answered = england or region_code == EAST_OF_ENGLAND
        region = region_in_a_sentence(found[0].region_name)
        title = f"{region} {year}" if is_answered else f"the other regions {year}"
        yield _Part(title, year, found, is_answered)


def _rounds_made(demonstration: Demonstration, part: _Part) -> Iterator[int]:
    """Make up a region's year; yields how many rounds each transaction added."""
    if not part.is_answered:
        carry_rounds(demonstration, part.trusts, part.year)
        yield len(part.trusts)
        return
    for trust in part.trusts:
        play_round(demonstration, trust, part.year)
        yield 1
