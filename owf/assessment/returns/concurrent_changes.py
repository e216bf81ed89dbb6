"""What others have written in a return since a page of it was drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from owf.access import Actor, policy
from owf.assessment.asked_items import is_answered
from owf.store import Store, answers, people
from owf.store.answers import StoredAnswer


@dataclass(frozen=True)
class ConcurrentChanges:
    """What is newer than on a page, by item id; ``only_new``: none had an answer there.

    ``unknown``: a writer was erased or is an import. ``own``: this person wrote some of it, in
    another window.
    """

    items: tuple[str, ...]
    only_new: bool
    colleagues: tuple[str, ...]
    unknown: bool
    own: bool


def written_meanwhile(
    store: Store, who: Actor, partner_id: int, return_id: int, shown: Mapping[str, StoredAnswer]
) -> ConcurrentChanges | None:
    """Polled by pages, so it usually reads one number: the sum of versions, which only grows."""
    policy.require(policy.may_answer(who, partner_id))
    with store.reading() as session:
        known = sum(one.version for one in shown.values())
        if answers.sum_of_versions(session, return_id, partner_id) <= known:
            return None
        newer = [
            one
            for item, one in answers.answers_of_return(session, return_id).items()
            if one.version > (shown[item].version if item in shown else 0)
        ]
        writers = {one.answered_by for one in newer}
        named = people.names_of(session, [one for one in writers if one not in (None, who.id)])
    return ConcurrentChanges(
        items=tuple(one.item_id for one in newer),
        only_new=all(one.is_given and not is_answered(one.item_id, shown) for one in newer),
        colleagues=tuple(sorted(named.values())),
        unknown=bool(writers - {who.id} - set(named)),
        own=who.id in writers,
    )
