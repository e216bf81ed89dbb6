"""What pages of results show where nothing is compared or signed: what is missing, what to do."""

from collections.abc import Sequence

from markupsafe import Markup

from owf.access import Actor, Role
from owf.access.policy import TRUST_ROLES
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.start.todo import open_work
from owf.benchmark.words.wording import capitalised, counted
from owf.store import get_store
from owf.web.markup import html
from owf.web.navigation import ASSESSMENT, MODERATION, RESULTS, ROUND, SIGN_OFF, link_to


def not_compared(view: TrustComparison) -> None:
    some, rules = view.findings[0].comparison, view.rules
    missing = []
    if some.n < rules.min_units:
        missing.append(
            f"{capitalised(counted(some.n, 'sector'))} of {view.trust.name} gave a score, and "
            f"at least {rules.min_units} are needed. {_how_to_get_sectors(view)}"
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
        ).format(html.join(Markup("<li>{}</li>").format(one) for one in missing), _own_scores(view))
    )


def _how_to_get_sectors(view: TrustComparison) -> str:
    if view.seen_from_outside:
        return (
            f"Only {view.trust.name} can change this, by also asking partners from other sectors."
        )
    return (
        "If partners who answered “don’t know” can now answer, the chair can reopen the year on "
        "the Sign-off page. Next year, also ask partners from other sectors. The coordinator can "
        "add them on the Round page."
    )


def _own_scores(view: TrustComparison) -> str:
    """Whether the Trust's own scores are there: scores of too few sectors only for its people."""
    if not view.scores:
        return "Scores from so few sectors are only shown to the Trust’s own people."
    return "You can still see the Trust’s own scores here, without a comparison."


_STEPS = (
    "Each partner answers the questions and its lead submits.",
    "The steering group agrees a level for each question, starting with those on which partners "
    "differ most.",
    "The chair signs. The results then appear here, and later answers do not change them.",
)


def nothing_signed(
    who: Actor, trust: int | None, year: int, why: str, signed_years: Sequence[int] = ()
) -> None:
    """``signed_years`` are those of the Trust that this person may open, newest first."""
    html.heading(f"No results of {year} yet", above="Results")
    html.notice(why)
    work = open_work(get_store(), who)
    newest = next((one for one in work.trusts if one.trust == trust), None)
    is_steering = trust is not None and who.holds_any(TRUST_ROLES, "trust", trust)
    has_begun = newest is not None and newest.year == year and newest.has_begun
    progress = []
    if newest is not None and newest.year == year:
        progress.append(newest.sentence)
    elif is_steering and (newest is None or newest.year < year):
        progress.append(
            f"The round of {year} has not started. The coordinator lists the partners and starts "
            "it."
        )
    html.show(
        Markup("{}<h2>How you get results</h2><ol class='owf-steps'>{}</ol>").format(
            html.join(Markup("<p>{}</p>").format(one) for one in progress),
            html.join(Markup("<li>{}</li>").format(one) for one in _STEPS),
        )
    )
    if trust is not None and is_steering:
        _link_to_next_step(who, trust, year, has_begun=has_begun)
    else:
        for one in work.returns[:1]:
            address = {"partner": one.facts.partner_id, "year": one.round.year}
            link_to(ASSESSMENT, "Continue with your answers", main=True, **address)
    for newest_signed in signed_years[:1]:
        link_to(RESULTS, f"See the results of {newest_signed}", trust=trust, year=newest_signed)


def _link_to_next_step(who: Actor, trust: int, year: int, *, has_begun: bool) -> None:
    address = {"trust": trust, "year": year}
    if who.holds(Role.COORDINATOR, "trust", trust):
        label = "See each partner's progress" if has_begun else "Start the round"
        link_to(ROUND, label, main=True, **address)
    elif has_begun and who.holds(Role.CHAIR, "trust", trust):
        link_to(SIGN_OFF, "Go to sign-off", main=True, **address)
    elif has_begun:
        link_to(MODERATION, "Agree the levels", main=True, **address)
