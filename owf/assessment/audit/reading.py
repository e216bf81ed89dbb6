"""Reading the record of what was done: a page of it at a time, or all of it, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from owf.access import Actor, Role, policy
from owf.assessment.audit.wording import Names, person_called, sentence
from owf.assessment.packs import pack_of
from owf.store import Session, Store, audit, people, places
from owf.store.audit import EventsWanted
from owf.store.tables import AuditEvent

PAGE = 100
AT_ONCE = 1000


@dataclass(frozen=True)
class Line:
    """``trust`` names the Trust in whose record it is, empty for none."""

    event: AuditEvent
    sentence: str
    person: str
    trust: str


@dataclass(frozen=True)
class RecordPage:
    """Newest first; newer pages end before event ``newer``, older ones begin after ``older``.

    ``total`` is of all pages. ``people`` did something in this record: names by opaque id.
    """

    lines: Sequence[Line]
    total: int
    newer: int | None
    older: int | None
    people: Mapping[str, str]


def records_to_read(store: Store, who: Actor) -> Mapping[int | None, str]:
    """A Trust's by its number, ``None`` for the whole."""
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
        policy.require(policy.may_see_record(who, None))
    return found


def open_record(store: Store, who: Actor, wanted: EventsWanted) -> RecordPage:
    policy.require(policy.may_see_record(who, wanted.trust))
    with store.reading() as session:
        found, newer, older = _events_of_page(session, wanted)
        ids = audit.people_in(session, wanted.trust)
        names = people.names_of(session, ids)
        called = {one: person_called(one, names) for one in ids}
        every = replace(wanted, before_id=None, after_id=None)
        return RecordPage(
            lines=_lines_in_words(session, found),
            total=audit.event_count(session, every),
            newer=newer,
            older=older,
            people=dict(sorted(called.items(), key=lambda one: one[1].casefold())),
        )


def whole_record(store: Store, who: Actor, wanted: EventsWanted) -> Iterator[Line]:
    """Newest first, read a part at a time."""
    policy.require(policy.may_see_record(who, wanted.trust))
    with store.reading() as session:
        while found := audit.events(session, wanted, AT_ONCE):
            yield from _lines_in_words(session, found)
            wanted = replace(wanted, before_id=found[-1].id)


def _events_of_page(
    session: Session, wanted: EventsWanted
) -> tuple[Sequence[AuditEvent], int | None, int | None]:
    """The events of a page, and where newer and older ones begin."""
    found = audit.events(session, wanted, PAGE + 1)
    if wanted.after_id is not None:
        if len(found) > PAGE:
            found = found[1:]
            return found, found[0].id, found[-1].id
        # Less than a page is newer: this is the first page, filled up with older events.
        wanted = replace(wanted, after_id=None)
        found = audit.events(session, wanted, PAGE + 1)
    has_older, found = len(found) > PAGE, found[:PAGE]
    newer = found[0].id if found and wanted.before_id is not None else None
    return found, newer, found[-1].id if has_older else None


def _lines_in_words(session: Session, found: Sequence[AuditEvent]) -> list[Line]:
    names = _names_of_events(session, found)
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


def _names_of_events(session: Session, found: Sequence[AuditEvent]) -> Names:
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
        places=_place_names(session, {str(one.detail.get("place", "")) for one in found}),
        packs={key: pack_of(session, key) for key in asked},
    )


def _place_names(session: Session, wanted: set[str]) -> Mapping[str, str]:
    """By the record's keys such as ``trust 873``."""
    codes: dict[str, set[str]] = {}
    for one in wanted:
        kind, _, code = one.partition(" ")
        codes.setdefault(kind, set()).add(code)

    def numbers(kind: str) -> set[int]:
        return {int(code) for code in codes.get(kind, ()) if code.isdigit()}

    partners = audit.partners_called(session, numbers("partner"))
    trusts = audit.trusts_called(session, numbers("trust"))
    regions = {code: places.region_name(session, code) for code in codes.get("region", ())}
    return {
        **{f"partner {key}": name for key, name in partners.items()},
        **{f"trust {key}": name for key, name in trusts.items()},
        **{f"region {code}": name for code, name in regions.items() if name},
    }
