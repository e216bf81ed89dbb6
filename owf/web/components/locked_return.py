"""A return that can no longer be changed: submitted, or excused by its coordinator."""

from __future__ import annotations

from markupsafe import Markup

from owf import clock
from owf.assessment.answering import ReturnView
from owf.web import html
from owf.web.components.agreed_levels import agreed_levels
from owf.web.components.all_answers import all_answers
from owf.web.components.receipt import receipt
from owf.web.components.return_places import above
from owf.web.returns.news import return_news


def excused(view: ReturnView) -> None:
    """The page of a return for which apologies were noted."""
    html.heading("You do not need to answer this year", above=above(view))
    html.notice(
        Markup(
            "<strong>{}'s coordinator noted apologies: {}.</strong> Your answers are kept but do "
            "not count. If this is wrong, ask the coordinator to remove the apologies. Then you "
            "can continue where you left off."
        ).format(view.round.trust_name, view.facts.apology)
    )
    all_answers(view)


def locked(view: ReturnView) -> None:
    """The page of a submitted return: who submitted it, what happens next, all answers."""
    html.heading("Submitted, thank you", above=above(view), view="submitted")
    when = clock.in_words(view.facts.submitted_at) if view.facts.submitted_at else "earlier"
    by = f" by {view.submitted_by_name}" if view.submitted_by_name else ""
    signed = view.round.status == "signed"
    html.notice(
        Markup("<strong>Submitted on {}{}.</strong> {}").format(
            when,
            by,
            f"{view.round.trust_name} has signed, so your answers can no longer be changed."
            if signed
            else (
                "Your answers are locked. If you need to change something, ask the coordinator "
                f"of {view.round.trust_name} to reopen them."
            ),
        ),
        "good",
    )
    html.show(
        Markup("<p><strong>What happens next:</strong> {}</p>").format(
            "you can compare the results."
            if signed
            else "the steering group agrees a level for each question. Each is shown here when "
            "it is agreed, and you can reply to it until the chair signs. Then you can see how "
            "the Trust compares."
        )
    )
    if view.facts.status == "submitted":
        return_news(view.partner.id, view.round.year)
        receipt(view.partner.id, view.round.year)
        agreed_levels(view.partner.id, view.round.year)
    all_answers(view)
