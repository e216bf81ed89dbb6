"""What one partner gets back: its own answers, and what the Trust agreed on the same questions."""

from dataclasses import dataclass

from owf.access import Actor, policy
from owf.assessment.errors import Refused
from owf.assessment.moderation.replies import AgreedView, agreed_view
from owf.assessment.returns.answering import ReturnView, return_in_year, view_of
from owf.store import Store


@dataclass(frozen=True)
class Feedback:
    returned: ReturnView
    agreed: AgreedView


def open_feedback(store: Store, who: Actor, partner_id: int, year: int) -> Feedback:
    """For its own people; for the steering group, which can pass it on, once it has submitted."""
    with store.reading() as session:
        partner, facts, _ = return_in_year(session, partner_id, year)
        is_own = policy.may_take_along(who, partner_id)
        policy.require(policy.may_see_agreement(who, partner.trust) or is_own)
        if facts.status != "submitted" and not is_own:
            raise Refused(
                f"{facts.partner_name} has not submitted its self-assessment, so there is nothing "
                "to give back yet."
            )
        return Feedback(
            view_of(session, partner_id, year),
            agreed_view(session, partner_id, year, policy.may_reply(who, partner_id)),
        )
