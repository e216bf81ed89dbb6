"""Evidence of an action: the pieces that its lead links from their own organisation's list."""

from owf.access import Role
from owf.assessment.evidence.library import open_evidence
from owf.improvement.plan.actions import evidence_of_action, link_evidence, open_may_update
from owf.store import get_store
from owf.store.plans.facts import ActionFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.evidence import labels_of, thing_list
from owf.web.widgets.forms import (
    FormProblems,
    choose_several,
    one_step,
    say_what_was_done,
)

_PLACE = "action-evidence"


def evidence_section(action: ActionFacts) -> None:
    who = signed_in()
    own = {int(one) for one in who.scopes(Role.RESPONDENT, scope_kind="partner")}
    involved = {action.entered.lead_partner_id, *(key for key, _ in action.partners)}
    held = sorted(own & involved)
    if not action.evidence and not held:
        return
    html.write("<h2>Evidence</h2>")
    say_what_was_done(_PLACE)
    if action.evidence:
        html.show(thing_list(evidence_of_action(get_store(), who, action)))
    if not held or not open_may_update(get_store(), who, action):
        return
    pieces = labels_of(
        [one for partner in held for one in open_evidence(get_store(), who, partner).pieces]
    )
    if not pieces:
        html.write(
            '<p class="owf-hint">Add evidence to your organisation\'s list on Assessment. Then '
            "link it here.</p>"
        )
        return
    name = f"evidence-{action.id}-{len(action.evidence)}"
    problems = FormProblems(name, f"{name}-pieces")
    with one_step(name):
        chosen = choose_several(
            "Your organisation's evidence that shows what it did",
            pieces,
            f"{name}-pieces",
            chosen=[key for key, _ in action.evidence if key in pieces],
            placeholder="Choose",
        )
        clicked = problems.submit("Save the evidence")
    if clicked:
        problems.send(lambda: _linked(action, chosen), _PLACE)


def _linked(action: ActionFacts, chosen: list[str]) -> str:
    link_evidence(get_store(), signed_in(), action.id, chosen)
    return "The evidence is saved."
