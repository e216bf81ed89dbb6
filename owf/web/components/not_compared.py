"""Where nothing of a Trust can be compared: why, what is there all the same, and what to do."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.trust_comparison import TrustComparison
from owf.benchmark.wording import capitalised, counted
from owf.web import html


def not_compared(view: TrustComparison) -> None:
    """Say in place of all verdicts what is missing for them.

    Args:
        view: of which no finding is compared.
    """
    some, rules = view.findings[0].comparison, view.rules
    missing = []
    if some.n < rules.min_units:
        missing.append(
            f"{capitalised(counted(some.n, 'sector'))} of {view.trust.name} gave a score, and "
            f"at least {rules.min_units} are needed. {_what_to_do(view)}"
        )
    if some.k < rules.min_others:
        missing.append(
            f"{capitalised(counted(some.k, 'other Trust'))} can be set beside it so far, and "
            f"at least {rules.min_others} are needed. Each that signs off and publishes counts "
            "from that moment on: look again then, or choose others to compare with."
        )
    if not missing and some.why_not:
        missing.append(f"{capitalised(some.why_not)}.")
    html.show(
        Markup(
            '<section class="owf-notice owf-note" role="status"><h2>Why there is no comparison'
            "</h2><ul>{}</ul><p>{}</p></section>"
        ).format(html.join(Markup("<li>{}</li>").format(one) for one in missing), _own(view))
    )


def _what_to_do(view: TrustComparison) -> str:
    if view.seen_from_outside:
        return f"Only {view.trust.name} can mend that, by asking partners of other sectors as well."
    return (
        "Where partners answered “don’t know” and now can say, the chair may reopen the year on "
        "the page Sign-off. Next year, ask partners of other sectors as well: the coordinator adds "
        "them on the page Round."
    )


def _own(view: TrustComparison) -> str:
    """Whether the Trust's own scores are there: from outside, not those of too few sectors."""
    if not view.scores:
        return "Scores that rest on so few sectors are shown to the Trust’s own people only."
    return "The Trust’s own scores are here all the same, and are not set against anybody’s."
