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
            f"{capitalised(counted(some.k, 'other Trust'))} can be compared with so far, and at "
            f"least {rules.min_others} are needed. More will be included when they sign off and "
            "publish. Look again later, or choose other Trusts to compare with."
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
        return (
            f"Only {view.trust.name} can change this, by also asking partners from other sectors."
        )
    return (
        "If partners who answered “don’t know” can now answer, the chair can reopen the year on "
        "the Sign-off page. Next year, also ask partners from other sectors. The coordinator can "
        "add them on the Round page."
    )


def _own(view: TrustComparison) -> str:
    """Whether the Trust's own scores are there: from outside, not those of too few sectors."""
    if not view.scores:
        return "Scores from so few sectors are only shown to the Trust’s own people."
    return "You can still see the Trust’s own scores here, without a comparison."
