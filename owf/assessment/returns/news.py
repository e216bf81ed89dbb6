"""What a partner should know of a return that it submitted: what was agreed, what reopened."""

from dataclasses import dataclass

from owf.access import Actor
from owf.assessment.moderation.replies import open_agreed
from owf.store import Store, moderation, participation
from owf.store.moderation import ReopeningFacts as RoundReopening
from owf.store.participation import ReopeningFacts as ReturnReopening


@dataclass(frozen=True)
class ReturnNews:
    """``agreed``: levels so far, 0 until it is submitted; ``differing`` from the partner's own.

    ``without_own``: where it gave none. ``replied``: replied to, and may not again.
    ``return_reopened``, ``round_reopened``: when and why, while it lasts.
    """

    trust_name: str
    is_signed: bool
    agreed: int
    differing: int
    without_own: int
    replied: int
    return_reopened: ReturnReopening | None
    round_reopened: RoundReopening | None


def news_of_return(store: Store, who: Actor, partner_id: int, year: int) -> ReturnNews:
    view = open_agreed(store, who, partner_id, year)
    with store.reading() as session:
        is_open = view.facts.status == "open" and not view.facts.apology
        return_reopened = participation.last_reopening(session, view.facts.id) if is_open else None
        reopenings = (
            moderation.reopenings_of_round(session, view.round.id) if view.round.is_reopened else ()
        )
    levels = [(one.own_level, one.agreement.level) for one in view.items]
    is_signed = view.round.status == "signed"
    return ReturnNews(
        trust_name=view.round.trust_name,
        is_signed=is_signed,
        agreed=len(levels),
        differing=sum(own is not None and own != agreed for own, agreed in levels),
        without_own=sum(own is None for own, _ in levels),
        replied=sum(bool(one.replies) and (is_signed or not one.may_reply) for one in view.items),
        return_reopened=return_reopened,
        round_reopened=next(iter(reopenings), None),
    )
