"""The cast: one person per role, in two Trusts of two regions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from owf import clock
from owf.access import OPERATOR, Actor, Role, audit
from owf.access.audit import Event
from owf.assessment.asked_items import Choice
from owf.assessment.moderation.agreeing import accept_medians
from owf.assessment.moderation.positions import read_positions
from owf.assessment.packs import pack_of
from owf.assessment.returns.answering import checked
from owf.assessment.rounds.opening import add_partners, open_cycle, open_round
from owf.assessment.signing.sign_off import sign_off
from owf.questionnaire import Pack
from owf.settings import DATA
from owf.store import Store, answers, people, places, rounds
from owf.store.answers import StoredAnswer
from owf.store.people import RoleHeld
from tests.databases import database_kind, pgbouncer_copy, postgres_copy, sqlite_copy
from tests.tiny_pack import SECTORS

CAMBRIDGESHIRE, LEEDS = 873, 383
EAST_OF_ENGLAND = "E12000006"


@dataclass(frozen=True)
class Place:
    """A Trust's round, with its chair, and its partners and returns by sector."""

    trust: int
    round_id: int
    partners: Mapping[str, int]
    returns: Mapping[str, int]
    chair: Actor


Chosen: TypeAlias = Choice | Mapping[str, Choice]
"""What a partner answers: the same for every item, or item id -> choice."""


def handed_on(levels: Mapping[str, Chosen], places: int) -> dict[str, Chosen]:
    """The same levels, each at the sector so many places on.

    So that sectors differ otherwise in each Trust, as a comparison needs, and no mean moves.
    """
    chosen = list(levels.values())
    return {sector: chosen[(place - places) % len(chosen)] for place, sector in enumerate(levels)}


@dataclass(frozen=True)
class Cast:
    """A small 2009: Cambridgeshire (East of England) and Leeds (Yorkshire), three partners each."""

    store: Store
    pack: Pack
    year: int
    alice: Actor  # answers for Cambridgeshire's police
    bob: Actor  # her substitute, on the same return
    carol: Actor  # Cambridgeshire's coordinator
    dave: Actor  # of its steering group
    erin: Actor  # its chair
    frank: Actor  # regional lead, East of England
    grace: Actor  # national team
    heidi: Actor  # administrator
    ivan: Actor  # answers for Leeds' police
    judy: Actor  # Leeds' chair
    mallory: Actor  # nobody, anywhere
    cambridgeshire: Place
    leeds: Place

    @property
    def police(self) -> int:
        """The return of Cambridgeshire's police, Alice's and Bob's."""
        return self.cambridgeshire.returns["police"]

    def answer(self, place: Place, sector: str, chosen: Chosen, *, submit: bool) -> None:
        """Answer a whole return that has no answer yet; a mapping may leave items out."""
        choices = {
            item.id: (chosen[item.id] if isinstance(chosen, Mapping) else chosen, "")
            for item in self.pack.items
            if not isinstance(chosen, Mapping) or item.id in chosen
        }
        submit_whole_return(self.store, place.returns[sector], choices, submit=submit)

    def submit_all(self, place: Place, levels: Mapping[str, Chosen]) -> None:
        """Submit the returns of these sectors."""
        for sector, chosen in levels.items():
            self.answer(place, sector, chosen, submit=True)

    def sign(
        self,
        place: Place,
        levels: Mapping[str, Chosen],
        publication: str = "full",
    ) -> str:
        """Answer, submit and sign a whole round; gives the hash."""
        self.submit_all(place, levels)
        self.accept_all(place)
        return sign_off(self.store, place.chair, place.round_id, publication)

    def accept_all(self, place: Place) -> None:
        """Settle every question that partners rated at their median."""
        with self.store.reading() as session:
            positions = read_positions(session, place.round_id, self.pack)
        seen = {item: one.proposed for item, one in positions.items() if one.proposed is not None}
        accept_medians(self.store, place.chair, place.round_id, seen)

    def open_trust(self, trust: int, year: int | None = None) -> Place:
        """Begin another Trust's round, with three partners and a chair of its own."""
        return _open_trust(self.store, trust, year or self.year)

    def open_year(self, year: int) -> None:
        """Open another year with the same questionnaire."""
        open_cycle(
            self.store, OPERATOR, year, self.pack, opens=date(year, 6, 1), closes=date(year, 7, 17)
        )

    def again(self, place: Place, year: int) -> Place:
        """The same Trust with the same partners in another year."""
        return _open_round(self.store, year, place.trust, place.partners, place.chair)


def _person(store: Store, person_id: str, name: str, *roles: RoleHeld) -> Actor:
    with store.writing() as session:
        people.add_person(session, person_id, name, roles=roles)
    return Actor(person_id, name, roles)


def _open_trust(store: Store, trust: int, year: int, chair: Actor | None = None) -> Place:
    ids = add_partners(store, OPERATOR, trust, [(sector, sector.title()) for sector in SECTORS])
    chair = chair or _person(
        store, f"chair-{trust}", f"Chair of {trust}", RoleHeld(Role.CHAIR, "trust", str(trust))
    )
    return _open_round(store, year, trust, dict(zip(SECTORS, ids, strict=True)), chair)


def _open_round(
    store: Store, year: int, trust: int, partners: Mapping[str, int], chair: Actor
) -> Place:
    round_id = open_round(store, OPERATOR, year, trust, list(partners.values()))
    with store.reading() as session:
        of_partner = {one.partner_id: one.id for one in rounds.returns_of_round(session, round_id)}
    returns = {sector: of_partner[partner] for sector, partner in partners.items()}
    return Place(trust, round_id, partners, returns, chair)


def _cast(store: Store, pack: Pack) -> Cast:
    with store.writing() as session:
        places.load_trusts(session, DATA / "trusts.csv")
    # What the record says of this stands before whatever a test does in July.
    with clock.stopped_at(datetime(2009, 6, 1, 9, tzinfo=UTC)):
        return _played(store, pack)


def _played(store: Store, pack: Pack) -> Cast:
    open_cycle(store, OPERATOR, 2009, pack, opens=date(2009, 6, 1), closes=date(2009, 7, 17))
    here, there = str(CAMBRIDGESHIRE), str(LEEDS)
    erin = _person(store, "erin", "Erin", RoleHeld(Role.CHAIR, "trust", here))
    judy = _person(store, "judy", "Judy", RoleHeld(Role.CHAIR, "trust", there))
    cambridgeshire = _open_trust(store, CAMBRIDGESHIRE, 2009, erin)
    leeds = _open_trust(store, LEEDS, 2009, judy)
    ours = RoleHeld(Role.RESPONDENT, "partner", str(cambridgeshire.partners["police"]))
    theirs = RoleHeld(Role.RESPONDENT, "partner", str(leeds.partners["police"]))
    return Cast(
        store=store,
        pack=pack,
        year=2009,
        alice=_person(store, "alice", "Alice", ours),
        bob=_person(store, "bob", "Bob", ours),
        carol=_person(store, "carol", "Carol", RoleHeld(Role.COORDINATOR, "trust", here)),
        dave=_person(store, "dave", "Dave", RoleHeld(Role.STEERING, "trust", here)),
        erin=erin,
        frank=_person(
            store, "frank", "Frank", RoleHeld(Role.REGIONAL_LEAD, "region", EAST_OF_ENGLAND)
        ),
        grace=_person(store, "grace", "Grace", RoleHeld(Role.NATIONAL, "all", "")),
        heidi=_person(store, "heidi", "Heidi", RoleHeld(Role.ADMINISTRATOR, "all", "")),
        ivan=_person(store, "ivan", "Ivan", theirs),
        judy=judy,
        mallory=_person(store, "mallory", "Mallory"),
        cambridgeshire=cambridgeshire,
        leeds=leeds,
    )


@pytest.fixture(scope="session")
def sqlite_cast(sqlite_template: Path, tiny_pack: Pack) -> tuple[Path, Cast]:
    """The cast in a SQLite file that tests copy."""
    path = sqlite_template.with_name("cast.db")
    shutil.copy(sqlite_template, path)
    store = Store(f"sqlite:///{path}")
    found = _cast(store, tiny_pack)
    store.close()
    return path, found


@pytest.fixture(scope="session")
def postgres_cast(
    postgres: Callable[[str], str], postgres_template: str, tiny_pack: Pack
) -> tuple[str, Cast]:
    """The cast in a PostgreSQL database that tests copy."""
    with postgres_copy(postgres, postgres_template, keep=True) as (name, store):
        return name, _cast(store, tiny_pack)


@pytest.fixture
def cast(
    request: pytest.FixtureRequest, tmp_path: Path, session_environment: None
) -> Iterator[Cast]:
    """People of every role in a small year."""
    # The session's settings come before the test's own, which would take them along when they go.
    with _copy(request, tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def cast_of_module(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """The same, once for all tests of a module, which leave it as it was."""
    with _copy(request, tmp_path_factory.mktemp("cast")) as found:
        yield found


@contextmanager
def _copy(request: pytest.FixtureRequest, folder: Path) -> Iterator[Cast]:
    if database_kind(request) == "sqlite":
        template, found = request.getfixturevalue("sqlite_cast")
        copied: AbstractContextManager[tuple[object, Store]]
        copied = sqlite_copy(template, folder / "cast.db")
    else:
        name, found = request.getfixturevalue("postgres_cast")
        postgres = request.getfixturevalue("postgres")
        if database_kind(request) == "pgbouncer":
            copied = pgbouncer_copy(postgres, request.getfixturevalue("pgbouncer"), name)
        else:
            copied = postgres_copy(postgres, name)
    with copied as (_, store):
        yield replace(found, store=store)


def submit_whole_return(
    store: Store, return_id: int, choices: Mapping[str, tuple[Choice, str]], *, submit: bool = True
) -> None:
    """Keep a return at once, item id -> (choice, comment), as the operator; and submit it."""
    at = clock.now()
    with store.writing() as session:
        key = answers.return_key(session, return_id)
        assert key is not None
        pack = pack_of(session, key.pack_snapshot_id)
        kept = [
            StoredAnswer(item_id, *checked(pack, choice), comment, None, at)
            for item_id, (choice, comment) in choices.items()
        ]
        answers.write_new_answers(session, return_id, kept)
        if submit:
            rounds.mark_submitted(session, return_id, at, None)
        event = Event.RETURN_SUBMITTED if submit else Event.ANSWER_SAVED
        audit.record_on(session, OPERATOR, event, key, answers=len(kept))
