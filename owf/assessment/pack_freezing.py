"""Publishing a questionnaire: frozen into the database under its name, and never changed again."""

from __future__ import annotations

from collections.abc import Mapping

from owf.access import Actor, audit, policy
from owf.access.audit import Event
from owf.assessment.refusals import NotAllowed, PackChanged
from owf.questionnaire import Pack
from owf.questionnaire.drift import drifts
from owf.store import Session, Store, rounds

_NAMED = 5
"""Changes that a sentence names, before it says how many more there are."""


def publish_pack(store: Store, who: Actor, pack: Pack) -> None:
    """Freeze a checked pack, whether it was a draft or not; once more changes nothing.

    Raises:
        NotAllowed: neither the operator nor of the national team.
        PackChanged: this name was published before with other contents.
    """
    decision = policy.may_publish_pack(who)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.writing() as session:
        is_new = rounds.pack_named(session, pack.name) is None
        kept = keep_published(session, pack)
        if is_new:
            audit.record(session, who, Event.PACK_PUBLISHED, "pack", kept, pack=pack.name)


def published_packs(store: Store, who: Actor) -> Mapping[str, Pack]:
    """The frozen questionnaires by name, as they were published.

    Raises:
        NotAllowed: neither the operator nor of the national team.
    """
    decision = policy.may_publish_pack(who)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        return {name: Pack.from_json(body) for name, body in rounds.kept_packs(session).items()}


def keep_published(session: Session, pack: Pack) -> int:
    """Freeze a pack in the transaction of whatever needs it frozen; gives its id there.

    Raises:
        PackChanged: this name was published before with other contents.
    """
    kept = rounds.pack_named(session, pack.name)
    if kept is None:
        published = pack.as_published()
        return rounds.keep_pack(session, pack.name, published.digest(), published.to_json())
    changes = tuple(
        drift.what for drift in drifts(Pack.from_json(rounds.pack_body(session, kept)), pack)
    )
    if changes:
        raise PackChanged(
            f"{pack.name} was published before, and since then {_some(changes)}. Undo that, or "
            "copy the pack to a new version and change it there.",
            changes,
        )
    return kept


def _some(changes: tuple[str, ...]) -> str:
    named = "; ".join(changes[:_NAMED])
    more = len(changes) - _NAMED
    return f"{named}; and {more} more" if more > 0 else named
