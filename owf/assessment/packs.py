"""Questionnaires: frozen ones, parsed once per process; publishing one; the folder of packs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import NotFound, PackChanged
from owf.questionnaire import Pack, check_all
from owf.questionnaire.change_summary import ChangeSummary, called, summarise
from owf.questionnaire.differences import differences
from owf.questionnaire.published import drifts
from owf.store import Session, Store, rounds

_PARSED: dict[str, Pack] = {}


def pack_of(session: Session, pack_snapshot_id: int) -> Pack:
    return pack_with(session, pack_snapshot_id, rounds.pack_digest(session, pack_snapshot_id))


def pack_with(session: Session, pack_snapshot_id: int, digest: str) -> Pack:
    """The frozen questionnaire of this digest."""
    if digest not in _PARSED:
        _PARSED[digest] = Pack.from_json(rounds.pack_body(session, pack_snapshot_id))
    return _PARSED[digest]


_NAMED = 5
"""Changes that a sentence names, before it says how many more there are."""


def publish_pack(store: Store, who: Actor, pack: Pack) -> None:
    """Freeze a checked pack, draft or not; raises PackChanged as ``keep_published`` does."""
    policy.require(policy.may_publish_pack(who))
    with store.writing() as session:
        is_new = rounds.pack_named(session, pack.name) is None
        kept = keep_published(session, pack)
        if is_new:
            audit.record(session, who, Event.PACK_PUBLISHED, "pack", kept, pack=pack.name)


def published_packs(store: Store, who: Actor) -> Mapping[str, Pack]:
    policy.require(policy.may_publish_pack(who))
    with store.reading() as session:
        return {name: Pack.from_json(body) for name, body in rounds.kept_packs(session).items()}


def keep_published(session: Session, pack: Pack) -> int:
    """Freeze a pack, gives its id; PackChanged where its name was published with other contents."""
    kept = rounds.pack_named(session, pack.name)
    if kept is None:
        published = pack.as_published()
        return rounds.keep_pack(session, pack.name, published.digest(), published.to_json())
    changes = tuple(
        drift.what for drift in drifts(Pack.from_json(rounds.pack_body(session, kept)), pack)
    )
    if changes:
        raise PackChanged(
            f"{pack.name} was published before, and since then {_first_changes(changes)}. Undo "
            "that, or copy the pack to a new version and change it there.",
            changes,
        )
    return kept


def _first_changes(changes: tuple[str, ...]) -> str:
    named = "; ".join(changes[:_NAMED])
    more = len(changes) - _NAMED
    return f"{named}; and {more} more" if more > 0 else named


@dataclass(frozen=True)
class PackOnShelf:
    """``pack`` is as its files are now, None if unreadable; ``earlier`` is what it leads from.

    ``is_published``: frozen, beside its files or in the database.
    """

    name: str
    pack: Pack | None
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    earlier: Pack | None
    is_published: bool

    @property
    def title(self) -> str:
        return called(self.pack) if self.pack else self.name

    @property
    def may_be_published(self) -> bool:
        return self.pack is not None and not (self.errors or self.is_published)

    def what_changed(self) -> ChangeSummary | None:
        if self.pack is None or self.earlier is None:
            return None
        return summarise(differences(self.earlier, self.pack))


def open_shelf(store: Store, who: Actor, root: Path) -> Sequence[PackOnShelf]:
    frozen = published_packs(store, who)
    found = [
        PackOnShelf(
            name=name,
            pack=report.pack,
            errors=(
                *map(str, report.errors),
                *_changes_since_published(report.pack, frozen.get(name)),
            ),
            warnings=tuple(map(str, report.warnings)),
            earlier=report.line[0] if report.line else None,
            is_published=name in frozen
            or (report.pack is not None and report.pack.status == "published"),
        )
        for name, report in check_all(root).items()
    ]
    if not found:
        raise NotFound(f"There is no questionnaire in {root}. Put one in <id>/<version> there.")
    return found


def _changes_since_published(now: Pack | None, published: Pack | None) -> Sequence[str]:
    if now is None or published is None:
        return ()
    return [f"In this service, {drift.what}." for drift in drifts(published, now)]
