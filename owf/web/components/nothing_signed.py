"""A page of results while nothing is signed: how far the year is, and what to do now."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from owf.access import Actor, Role
from owf.assessment.work import Work, open_work
from owf.store import get_store
from owf.web import html
from owf.web.landing import ASSESSMENT, MODERATION, RESULTS, ROUND, SIGN_OFF, link_to

_STEPS = (
    "Each partner answers the questions and its lead submits.",
    "The steering group agrees a level on each question, the most disputed first.",
    "The chair signs. From then on the results stand here, and no later answer changes them.",
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
    far = [one.sentence for one in work.trusts if one.round.trust == trust]
    html.show(
        Markup("{}<h2>How results come about</h2><ol class='owf-steps'>{}</ol>").format(
            html.join(Markup("<p>{}</p>").format(one) for one in far),
            html.join(Markup("<li>{}</li>").format(one) for one in _STEPS),
        )
    )
    _lead_on(who, work, trust, year)
    for one in signed_years[:1]:
        link_to(RESULTS, f"See the results of {one}", trust=trust, year=one)


def _lead_on(who: Actor, work: Work, trust: int | None, year: int) -> None:
    """The one thing that this person does next, by their role."""
    if trust is None:
        return
    address = {"trust": trust, "year": year}
    if who.holds(Role.COORDINATOR, "trust", trust):
        link_to(ROUND, "See how far each partner is", main=True, **address)
    elif who.holds(Role.STEERING, "trust", trust):
        link_to(MODERATION, "Agree the levels", main=True, **address)
    elif who.holds(Role.CHAIR, "trust", trust):
        link_to(SIGN_OFF, "Go to sign-off", main=True, **address)
    else:
        for one in work.returns[:1]:
            link_to(
                ASSESSMENT, "Go on with your answers", main=True,
                partner=one.facts.partner_id, year=one.round.year,
            )  # fmt: skip
