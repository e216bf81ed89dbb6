"""Building the demonstration's database: five years of a made-up England."""

from __future__ import annotations

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
from owf.demo.model import Model
from owf.demo.people import DEMO_NAMES, Founders, add_founders, sign_in
from owf.demo.places import EAST_OF_ENGLAND
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
"""Year -> the questionnaire that was answered in it."""
FIRST_YEAR, LAST_YEAR = min(PACK_NAMES), max(PACK_NAMES)

Say = Callable[[str], None]
"""Told in words what is made up next."""
Count = Callable[[int, int], None]
"""Told how many rounds of how many are made up."""


def _nothing(*_: object) -> None:
    """Tell nobody."""


def ensure_demo(
    path: Path,
    say: Say = _nothing,
    *,
    england: bool = False,
    count: Count = _nothing,
    until: int = LAST_YEAR,
) -> Store:
    """The demonstration's database at ``path``, built where it is missing or out of date.

    What people did in an up-to-date demonstration is kept. A new one is built beside the old and
    takes its place in one step, so that a build that is broken off leaves nothing half made. One
    that ends before ``until`` is out of date, as one of an earlier version of the product is.

    Args:
        path: the SQLite file.
        say: told what is made up next; not called where nothing is built.
        england: whether all of England has its answers, and not the East of England alone.
        count: told how far the build has got.
        until: the last year, in which Cambridgeshire is at work.

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
        if is_current(store) and _has_these_people(store) and _goes_until(store, until):
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
    with _no_looking_for_circles():
        build_demo(store, say=say, england=england, count=count, until=until)
    store.close()
    for stale in path.parent.glob(path.name + "-*"):
        stale.unlink()
    os.replace(fresh, path)
    return Store(f"sqlite:///{path}")


@contextmanager
def _no_looking_for_circles() -> Iterator[None]:
    """Stop Python's search for objects that hold each other: a sixth of the time, for none here."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _has_these_people(store: Store) -> bool:
    """Whether those to sign in as are called as they are now: earlier versions had only titles."""
    with store.reading() as session:
        found = {one.demo_role: one.name for one in people.demo_people(session)}
    return found == dict(DEMO_NAMES)


def _goes_until(store: Store, year: int) -> bool:
    with store.reading() as session:
        return rounds.pack_of_cycle(session, year) is not None


def _has_every_answer(store: Store) -> bool:
    """Whether Trusts outside the East of England have answered here.

    Asked of a year that is signed, where nobody can have added a return since.
    """
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
    say: Say = _nothing,
    england: bool = False,
    count: Count = _nothing,
    until: int = LAST_YEAR,
) -> None:
    """Fill an empty database with the demonstration.

    Every Trust has signed every year, but for Cambridgeshire in the last one: there eleven partners
    have submitted, and the police have done two themes. Since 2009 there are twelve themes, since
    2010 some other questions. The East of England has all its answers, and a survey of
    practitioners; the other regions have their signed results.

    What a year holds does not depend on ``until``, but for Cambridgeshire at work in the last one.

    Args:
        store: an empty database.
        model: makes the answers.
        say: told what is made up next.
        england: whether the other regions get partners, returns and answers as well.
        count: told how many rounds of how many are made up.
        until: the last year.
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
    of = sum(len(part.trusts) for part in parts)
    done = 0
    said = ""
    for part in parts:
        if part.words != said:
            said = part.words
            say(said)
        for made in _make(demonstration, part):
            done += made
            count(done, of)


def open_years(store: Store, founders: Founders, until: int = LAST_YEAR) -> Mapping[int, Pack]:
    """Open every year, which publishes its questionnaire; gives them as they are kept.

    The national team opens them. The next day the administrator is there for the Trusts that are
    new, and when the year is signed the regional lead reads it.
    """
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
    """Ten statistical neighbours for each Trust that was there in every year."""
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
    """One region's year: what it is called, its Trusts, and whether they answer here."""

    words: str
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
        words = f"{region} {year}" if is_answered else f"the other regions {year}"
        yield _Part(words, year, found, is_answered)


def _make(demonstration: Demonstration, part: _Part) -> Iterator[int]:
    """Make a region's year up; gives how many more rounds are there after each transaction."""
    if not part.is_answered:
        carry_rounds(demonstration, part.trusts, part.year)
        yield len(part.trusts)
        return
    for trust in part.trusts:
        play_round(demonstration, trust, part.year)
        yield 1
