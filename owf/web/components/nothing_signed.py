"""A page of results while nothing is signed: how far the year is, and what to do now."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from owf.access import Actor, Role
from owf.access.policy import TRUST_ROLES
from owf.assessment.work import Work, open_work
from owf.store import get_store
from owf.web import html
from owf.web.landing import ASSESSMENT, MODERATION, RESULTS, ROUND, SIGN_OFF, link_to

_STEPS = (
    "Each partner answers the questions and its lead submits.",
    "The steering group agrees a level for each question, starting with those on which partners "
    "differ most.",
    "The chair signs. The results then appear here, and later answers do not change them.",
)


def nothing_signed(
    who: Actor, trust: int | None, year: int, why: str, signed_years: Sequence[int] = ()
) -> None:
    """Say that there are no results of a year yet, and lead on to what brings them.

    Args:
        who: the person there.
        trust: whose results were asked for; ``None`` where it is nobody's.
        year: of which they were asked for.
        why: what is missing, in a sentence.
        signed_years: of the Trust, that this person may open, newest first.
    """
    html.heading(f"No results of {year} yet", above="Results")
    html.notice(why)
    work = open_work(get_store(), who)
    newest = next((one for one in work.trusts if one.trust == trust), None)
    is_steering = trust is not None and who.holds_any(TRUST_ROLES, "trust", trust)
    has_begun = newest is not None and newest.year == year and newest.has_begun
    far = []
    if newest is not None and newest.year == year:
        far.append(newest.sentence)
    elif is_steering and (newest is None or newest.year < year):
        far.append(
            f"The round of {year} has not started. The coordinator lists the partners and starts "
            "it."
        )
    html.show(
        Markup("{}<h2>How you get results</h2><ol class='owf-steps'>{}</ol>").format(
            html.join(Markup("<p>{}</p>").format(one) for one in far),
            html.join(Markup("<li>{}</li>").format(one) for one in _STEPS),
        )
    )
    if trust is not None and is_steering:
        _lead_on(who, trust, year, has_begun=has_begun)
    else:
        _lead_to_answers(work)
    for one in signed_years[:1]:
        link_to(RESULTS, f"See the results of {one}", trust=trust, year=one)


def _lead_on(who: Actor, trust: int, year: int, *, has_begun: bool) -> None:
    """The one thing that somebody of the steering group does next, by their role."""
    address = {"trust": trust, "year": year}
    if who.holds(Role.COORDINATOR, "trust", trust):
        label = "See each partner's progress" if has_begun else "Start the round"
        link_to(ROUND, label, main=True, **address)
    elif has_begun and who.holds(Role.CHAIR, "trust", trust):
        link_to(SIGN_OFF, "Go to sign-off", main=True, **address)
    elif has_begun:
        link_to(MODERATION, "Agree the levels", main=True, **address)


def _lead_to_answers(work: Work) -> None:
    for one in work.returns[:1]:
        link_to(
            ASSESSMENT, "Continue with your answers", main=True,
            partner=one.facts.partner_id, year=one.round.year,
        )  # fmt: skip
