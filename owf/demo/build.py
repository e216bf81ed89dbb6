"""Building the demonstration's database: two years of a made-up Eastern Region."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from owf import clock
from owf.access import Actor, Role
from owf.assessment.answering import submit_whole_return
from owf.assessment.opening import add_partners, open_cycle, open_round
from owf.assessment.refusals import Refused
from owf.assessment.signing import item_refs, sign_off
from owf.demo.model import CAMBRIDGESHIRE, Model
from owf.demo.words import COMMENTS, LEAD_PROFESSIONAL_NOTE
from owf.questionnaire import Pack, load_named
from owf.settings import DATA, PACKS
from owf.store import Store, people, places, rounds
from owf.store.migration import is_current, migrate
from owf.store.people import RoleHeld

EAST_OF_ENGLAND = "E12000006"
YEARS = (2008, 2009)
POLICE = "police"
HALF_DONE_UNTIL = "lp-14"
"""The last item that the police have answered in 2009: two themes of four."""

DEMO_ROLES: Sequence[tuple[str, str]] = (
    ("partner", "Partner (police)"),
    ("coordinator", "Coordinator"),
    ("steering", "Steering group member"),
    ("chair", "Chair"),
    ("regional-lead", "Regional lead"),
    ("national", "National team"),
    ("administrator", "Administrator"),
)


@dataclass
class _Building:
    store: Store
    model: Model
    pack: Pack
    say: Callable[[str], None]
    partners: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    chairs: dict[int, Actor] = field(default_factory=dict)


def ensure_demo(path: Path, say: Callable[[str], None] = lambda _: None) -> Store:
    """The demonstration's database at ``path``, built where it is missing or out of date.

    What people did in an up-to-date demonstration is kept. A new one is built beside the old and
    takes its place in one step, so that a build that is broken off leaves nothing half made.

    Raises:
        Refused: the file holds something other than a demonstration.
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
        if is_current(store):
            return store
        store.close()
    fresh = path.with_suffix(".building")
    for leftover in (fresh, *fresh.parent.glob(fresh.name + "-*")):
        leftover.unlink(missing_ok=True)
    store = Store(f"sqlite:///{fresh}")
    build_demo(store, say=say)
    store.close()
    for stale in path.parent.glob(path.name + "-*"):
        stale.unlink()
    os.replace(fresh, path)
    return Store(f"sqlite:///{path}")


def build_demo(
    store: Store, model: Model | None = None, say: Callable[[str], None] = lambda _: None
) -> None:
    """Fill an empty database with the demonstration.

    2008: all ten Trusts of the East of England signed. 2009: the ten other Trusts signed;
    in Cambridgeshire eleven partners have submitted and the police are half done.
    """
    migrate(store)
    pack = load_named(PACKS, "integrated-working@2008")
    building = _Building(store, model or Model(), pack, say)
    with store.writing() as session:
        places.load_trusts(session, DATA / "trusts.csv")
    for year in YEARS:
        with clock.stopped_at(datetime(year, 6, 1, 9, tzinfo=UTC)):
            open_cycle(store, year, pack, date(year, 6, 1), date(year, 7, 17))
        with store.reading() as session:
            trusts = places.trusts_in_year(session, year, EAST_OF_ENGLAND)
        for trust in trusts:
            say(f"{trust.name} {year}")
            _play_round(building, trust.dfe_number, trust.name, year)
    _add_demo_people(building)


def _play_round(building: _Building, trust: int, name: str, year: int) -> None:
    store = building.store
    if trust not in building.partners:
        sectors = [(sector.id, sector.title) for sector in building.pack.sectors]
        ids = add_partners(store, trust, sectors)
        building.partners[trust] = list(zip(ids, (sector for sector, _ in sectors), strict=True))
        building.chairs[trust] = _add_chair(store, trust, name)
    partners = building.partners[trust]
    round_id = open_round(store, year, trust, [partner for partner, _ in partners])
    items = item_refs(building.pack)
    answers = building.model.answers(trust, year, [sector for _, sector in partners], items)
    with store.reading() as session:
        returns = {one.partner_id: one.id for one in rounds.returns_of_round(session, round_id)}
    is_ours = trust == CAMBRIDGESHIRE
    for place, (partner_id, sector) in enumerate(partners):
        choices = {
            item.id: (choice, COMMENTS.get((year, sector, item.id), "") if is_ours else "")
            for item, choice in zip(items, answers[sector], strict=True)
        }
        half_done = is_ours and year == YEARS[-1] and sector == POLICE
        if half_done:
            known = list(choices)
            kept = known[: known.index(HALF_DONE_UNTIL) + 1]
            choices = {item_id: choices[item_id] for item_id in kept}
        with clock.stopped_at(datetime(year, 6, 15 + place, 10, 12, tzinfo=UTC)):
            submit_whole_return(
                store,
                returns[partner_id],
                choices,
                by=building.chairs[trust].id,
                submit=not half_done,
            )
    if not (is_ours and year == YEARS[-1]):
        with clock.stopped_at(datetime(year, 7, 6, 14, 30, tzinfo=UTC)):
            sign_off(
                store,
                building.chairs[trust],
                round_id,
                "full",
                notes={"lead-professional": LEAD_PROFESSIONAL_NOTE} if is_ours else None,
            )


def _person_id(key: str) -> str:
    return sha256(f"demonstration:{key}".encode()).hexdigest()[:32]


def _add_chair(store: Store, trust: int, name: str) -> Actor:
    held = RoleHeld(Role.CHAIR, "trust", str(trust))
    is_ours = trust == CAMBRIDGESHIRE
    person_id = "demo-4-chair" if is_ours else _person_id(f"chair {trust}")
    title = "Chair" if is_ours else f"Chair, {name}"
    with store.writing() as session:
        people.add_person(
            session, person_id, title, demo_role="chair" if is_ours else None, roles=[held]
        )
    return Actor(person_id, title, (held,))


def _add_demo_people(building: _Building) -> None:
    police = next(
        partner for partner, sector in building.partners[CAMBRIDGESHIRE] if sector == POLICE
    )
    ours = str(CAMBRIDGESHIRE)
    roles = {
        "partner": RoleHeld(Role.RESPONDENT, "partner", str(police)),
        "coordinator": RoleHeld(Role.COORDINATOR, "trust", ours),
        "steering": RoleHeld(Role.STEERING, "trust", ours),
        "regional-lead": RoleHeld(Role.REGIONAL_LEAD, "region", EAST_OF_ENGLAND),
        "national": RoleHeld(Role.NATIONAL, "all", ""),
        "administrator": RoleHeld(Role.ADMINISTRATOR, "all", ""),
    }
    with building.store.writing() as session:
        for place, (demo_role, name) in enumerate(DEMO_ROLES, start=1):
            if demo_role in roles:
                people.add_person(
                    session,
                    f"demo-{place}-{demo_role}",
                    name,
                    demo_role=demo_role,
                    roles=[roles[demo_role]],
                )
