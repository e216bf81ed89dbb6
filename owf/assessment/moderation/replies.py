"""The partners' right of reply: each may answer each agreed level once before it is signed."""

from dataclasses import dataclass

from owf import clock
from owf.access import Actor, Decision, audit, policy
from owf.access.audit import Event
from owf.assessment.errors import ChangedSinceRead, Locked, NotFound, OutsideScale
from owf.assessment.moderation.agreeing import round_to_moderate
from owf.assessment.packs import pack_of
from owf.assessment.returns.answering import return_in_year
from owf.assessment.texts import refuse_longer
from owf.questionnaire import Item, Pack
from owf.store import Session, Store, answers, moderation, people, results, rounds
from owf.store.answers import StoredAgreement
from owf.store.moderation import StoredReply, by_item
from owf.store.rounds import ReturnFacts, RoundFacts
from owf.texts import clean_text

REPLY_LIMIT = 1000


@dataclass(frozen=True)
class AgreedItem:
    """``replies`` are the partner's own, of earlier versions too."""

    item: Item
    agreement: StoredAgreement
    own_level: int | None
    replies: tuple[StoredReply, ...]
    may_reply: bool


@dataclass(frozen=True)
class AgreedView:
    """Empty until its return is submitted: others' levels must not influence its answers."""

    round: RoundFacts
    facts: ReturnFacts
    pack: Pack
    items: tuple[AgreedItem, ...]
    may_reply: Decision

    @property
    def replied(self) -> tuple[StoredReply, ...]:
        return tuple(reply for one in self.items for reply in one.replies)


def open_agreed(store: Store, who: Actor, partner_id: int, year: int) -> AgreedView:
    decision = policy.may_reply(who, partner_id)
    policy.require(decision)
    with store.reading() as session:
        return agreed_view(session, partner_id, year, decision)


def agreed_view(session: Session, partner_id: int, year: int, decision: Decision) -> AgreedView:
    """For a caller who has asked the policy; ``decision``: whether the reader may reply."""
    _, facts, in_round = return_in_year(session, partner_id, year)
    pack = pack_of(session, in_round.pack_snapshot_id)
    own = answers.answers_of_return(session, facts.id)
    agreed = answers.agreements_of_round(session, in_round.id)
    version = results.next_version(session, in_round.id)
    every = moderation.replies_of_round(session, in_round.id)
    replies = by_item([one for one in every if one.partner_id == partner_id])
    is_open = in_round.status == "open"
    items = []
    for item in pack.items if facts.status == "submitted" else ():
        agreement = agreed.get(item.id)
        if agreement is None or agreement.level is None:
            continue
        mine = replies.get(item.id, ())
        items.append(
            AgreedItem(
                item=item,
                agreement=agreement,
                own_level=own[item.id].level if item.id in own else None,
                replies=mine,
                may_reply=is_open and all(one.version != version for one in mine),
            )
        )
    return AgreedView(in_round, facts, pack, tuple(items), decision)


def reply_to_level(
    store: Store, who: Actor, return_id: int, item_id: str, text: str, *, seen_version: int
) -> int:
    """One in each version; ChangedSinceRead where the level no longer has ``seen_version``."""
    text = _checked_text(text, "reply")
    with store.writing() as session:
        key = answers.return_key(session, return_id)
        if key is None:
            raise NotFound("This self-assessment no longer exists. Go back to Start.")
        policy.require(policy.may_reply(who, key.partner_id))
        # Locked as a signature locks it: a reply is either signed or refused as too late.
        in_round = rounds.round_to_change(session, key.round_id)
        if in_round is None or in_round.status != "open":
            raise Locked(
                "Not sent. The Trust's agreed levels were signed, so no more replies can be "
                "added. Write to the coordinator, who can ask the chair to reopen them."
            )
        if key.status != "submitted":
            raise Locked("Not sent. Submit your self-assessment first. Then you can reply.")
        pack = pack_of(session, key.pack_snapshot_id)
        agreement = answers.agreements_of_round(session, key.round_id).get(item_id)
        if agreement is None or agreement.level is None:
            raise OutsideScale(
                "Not sent. There is no agreed level on this question yet. Reload the page."
            )
        code = pack.item(item_id).code
        version = results.next_version(session, key.round_id)
        if any(
            (one.partner_id, one.item_id, one.version) == (key.partner_id, item_id, version)
            for one in moderation.replies_of_round(session, key.round_id)
        ):
            raise Locked(
                f"Not sent. Your organisation has already replied to {code}, and can reply once "
                "to each question. The reply is shown below."
            )
        if agreement.version != seen_version:
            raise ChangedSinceRead(
                f"Not sent. The agreed level on {code} was changed to {agreement.level} since you "
                "read it. Read it again, then reply if you still want to."
            )
        reply_id = moderation.add_reply(
            session,
            key.round_id,
            version,
            item_id,
            key.partner_id,
            level=agreement.level,
            text=text,
            by=who.id,
            at=clock.now(),
        )
        audit.record(
            session, who, Event.REPLIED, "round", key.round_id, trust=key.trust, item=item_id
        )
        return reply_id


def answer_reply(
    store: Store,
    who: Actor,
    reply_id: int,
    *,
    answer: str,
    stands: bool,
    seen: StoredReply,
) -> StoredReply:
    """Or keep it as a disagreement (``stands``); ChangedSinceRead if it is no longer ``seen``."""
    if answer.strip() or not stands:
        answer = _checked_text(answer, "answer")
    answer = answer.strip()
    with store.writing() as session:
        found = moderation.reply_by_id(session, reply_id)
        if found is None:
            raise NotFound("This reply no longer exists. Go back to Moderation.")
        in_round = round_to_moderate(session, who, found.round_id)
        # Read again under the round's lock: another moderator may have been faster.
        now = moderation.reply_by_id(session, reply_id) or found
        if (now.answer, now.stands, now.answered_at) != (
            seen.answer,
            seen.stands,
            seen.answered_at,
        ):
            name = people.name_of(session, now.answered_by) if now.answered_by else None
            raise ChangedSinceRead(
                f"{name or 'Somebody else'} answered {now.partner_name}'s reply while you were "
                "writing, so your answer was not saved. Read theirs below, then change it if you "
                "need to."
            )
        if now.version != results.next_version(session, now.round_id):
            raise Locked(
                "Not saved. This reply was signed with an earlier version, so it cannot be changed."
            )
        moderation.settle_reply(
            session, reply_id, answer=answer, stands=stands, by=who.id, at=clock.now()
        )
        audit.record_on(
            session,
            who,
            Event.REPLY_SETTLED,
            in_round,
            item=now.item_id,
            outcome="stands" if stands else "answered",
        )
        return moderation.reply_by_id(session, reply_id) or now


def _checked_text(text: str, what: str) -> str:
    text = clean_text(text)
    if not text:
        raise OutsideScale(f"Not sent. The {what} is empty. Write it, then send it.")
    refuse_longer(f"Not sent. The {what}", text, REPLY_LIMIT)
    return text
