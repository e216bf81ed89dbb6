"""What a report on one Trust's year says of itself."""

from owf import clock
from owf.access import OPERATOR
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.signing.reopening import sentence as reopening_sentence
from owf.reports.model import About, Notice
from owf.settings import get_settings
from owf.store.results import SignatureFacts


def about_of(view: TrustComparison, readers: str) -> About:
    """``readers``: for whom it is written, such as “For the steering group”."""
    return About(
        author=view.trust.name,
        year=view.year,
        made_on=clock.today(),
        is_made_up=get_settings().demo,
        signature=signature_in_words(view.signature),
        digest=view.signature.digest,
        rules=view.rules.version,
        readers=readers,
    )


def signature_in_words(signature: SignatureFacts) -> str:
    """The person's name is only for pages that the Trust's own people read."""
    when = clock.in_words(signature.signed_at)
    return f"version {signature.version}, by {signed_by(signature)}, {when}"


def signed_by(signature: SignatureFacts) -> str:
    """Results of years before the product are carried over by the operator, and no chair signed."""
    return "the operator" if signature.signed_by == OPERATOR.id else "the chair"


def reopening_notices(view: TrustComparison) -> tuple[Notice, ...]:
    """That a signed version was reopened, where its readers' pages say so too."""
    reopened = view.reopened
    if reopened is None or not (reopened.signed_again_at is None or view.seen_from_outside):
        return ()
    return (Notice(reopening_sentence(reopened)),)
