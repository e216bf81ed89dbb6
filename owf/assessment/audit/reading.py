"""Reading the record of what was done: a page of it at a time, or all of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from owf.access import Actor, Role, policy
from owf.assessment.audit.wording import Names, person_called, sentence
from owf.assessment.errors import NotAllowed
from owf.assessment.packs import pack_of
from owf.store import Session, Store, audit, people, places
from owf.store.audit import EventsWanted
from owf.store.tables import AuditEvent

PAGE = 100
"""Events of one page."""
AT_ONCE = 1000
"""Events that are read at once where all are wanted."""


@dataclass(frozen=True)
class Line:
    """One event as somebody reads it.

    ``sentence`` says what happened, ``person`` who did it; ``trust`` is the name of the Trust in
    whose record it stands, empty for none.
    """

    event: AuditEvent
    sentence: str
    person: str
    trust: str


@dataclass(frozen=True)
class RecordPage:
    """A page of the record, the newest event first.

    Attributes:
        lines: its events.
        total: events that fit what is wanted, on all pages.
        newer: the event that newer pages end before; ``None`` where there is none.
        older: the event that older pages begin after; ``None`` where there is none.
        people: who did something that this record holds, by opaque id, in order of names.
    """

    lines: Sequence[Line]
    total: int
    newer: int | None
    older: int | None
    people: Mapping[str, str]


def records_to_read(store: Store, who: Actor) -> Mapping[int | None, str]:
    """The records that somebody may read: a Trust's by its number, ``None`` for the whole.

    Raises:
        NotAllowed: there is none.
    """
    with store.reading() as session:
        if policy.may_see_record(who, None):
            named = audit.trusts_called(session, audit.trusts_in(session))
            whole: dict[int | None, str] = {None: "All Trusts"}
        else:
            own = who.scopes(Role.COORDINATOR, scope_kind="trust")
            named = audit.trusts_called(session, [int(one) for one in own])
            whole = {}
    found = whole | dict(sorted(named.items(), key=lambda one: one[1].casefold()))
    if not found:
        raise NotAllowed(policy.may_see_record(who, None).reason)
    return found


def open_record(store: Store, who: Actor, wanted: EventsWanted) -> RecordPage:
    """A page of the record.

    Raises:
        NotAllowed: neither the operator nor an administrator, nor this Trust's coordinator.
    """
    _refuse_strangers(who, wanted)
    with store.reading() as session:
        found, newer, older = _page(session, wanted)
        ids = audit.people_in(session, wanted.trust)
        names = people.names_of(session, ids)
        called = {one: person_called(one, names) for one in ids}
        every = replace(wanted, before_id=None, after_id=None)
        return RecordPage(
            lines=_lines(session, found),
            total=audit.event_count(session, every),
            newer=newer,
            older=older,
            people=dict(sorted(called.items(), key=lambda one: one[1].casefold())),
        )


def whole_record(store: Store, who: Actor, wanted: EventsWanted) -> Iterator[Line]:
    """Every event that fits, the newest first, read a part at a time.

    Raises:
        NotAllowed: as ``open_record``.
    """
    _refuse_strangers(who, wanted)
    with store.reading() as session:
        while found := audit.events(session, wanted, AT_ONCE):
            yield from _lines(session, found)
            wanted = replace(wanted, before_id=found[-1].id)


def _refuse_strangers(who: Actor, wanted: EventsWanted) -> None:
    decision = policy.may_see_record(who, wanted.trust)
    if not decision:
        raise NotAllowed(decision.reason)


def _page(
    session: Session, wanted: EventsWanted
) -> tuple[Sequence[AuditEvent], int | None, int | None]:
    """The events of a page, and where newer and older ones begin."""
    found = audit.events(session, wanted, PAGE + 1)
    if wanted.after_id is not None:
        if len(found) > PAGE:
            found = found[1:]
            return found, found[0].id, found[-1].id
        # Not a whole page is newer: then it is the first one, and filled up with older events.
        wanted = replace(wanted, after_id=None)
        found = audit.events(session, wanted, PAGE + 1)
    has_older, found = len(found) > PAGE, found[:PAGE]
    newer = found[0].id if found and wanted.before_id is not None else None
    return found, newer, found[-1].id if has_older else None


def _lines(session: Session, found: Sequence[AuditEvent]) -> list[Line]:
    names = _names(session, found)
    trusts = audit.trusts_called(session, {one.trust for one in found if one.trust})
    return [
        Line(
            event=one,
            sentence=sentence(one, names),
            person=names.person(one.person_id),
            trust=trusts.get(one.trust, str(one.trust)) if one.trust else "",
        )
        for one in found
    ]


def _names(session: Session, found: Sequence[AuditEvent]) -> Names:
    def ids(kind: str) -> set[int]:
        of_kind = {one.object_id for one in found if one.object_kind == kind}
        return {int(one) for one in of_kind if one.isdigit()}

    persons = {one.person_id for one in found if one.person_id}
    persons |= {one.object_id for one in found if one.object_kind == "person"}
    returns = audit.returns_called(session, ids("return"))
    rounds = audit.rounds_called(session, ids("round"))
    asked = {one.pack_snapshot_id for one in rounds.values()}
    asked |= {one.round.pack_snapshot_id for one in returns.values()}
    return Names(
        people=people.names_of(session, persons),
        returns={str(key): one for key, one in returns.items()},
        rounds={str(key): one for key, one in rounds.items()},
        places=_places(session, {str(one.detail.get("place", "")) for one in found}),
        packs={key: pack_of(session, key) for key in asked},
    )


def _places(session: Session, wanted: set[str]) -> Mapping[str, str]:
    """Where roles are held, as the record keeps it: ``partner 12``, ``trust 873``, ``region X``."""
    split = [one.split(" ", 1) for one in wanted if " " in one]
    numbers = {
        kind: {int(key) for what, key in split if what == kind and key.isdigit()}
        for kind in ("partner", "trust")
    }
    found = {
        **{
            f"partner {key}": name
            for key, name in audit.partners_called(session, numbers["partner"]).items()
        },
        **{
            f"trust {key}": name
            for key, name in audit.trusts_called(session, numbers["trust"]).items()
        },
    }
    for what, code in split:
        name = places.region_name(session, code) if what == "region" else None
        if name:
            found[f"region {code}"] = name
    return found
