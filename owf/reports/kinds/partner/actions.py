"""The actions of the plan in force that one partner leads or takes part in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from owf import clock
from owf.access import Actor
from owf.improvement.plan.board import action_state
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import OwnAction, open_my_actions
from owf.improvement.wording import years_of
from owf.reports.model import (
    Column,
    Note,
    NumberFormat,
    Paragraph,
    Section,
    Table,
    Value,
    table_of,
)
from owf.reports.parts.plan import actions_in_words
from owf.reports.parts.plan_actions import milestones_in_force
from owf.store import Store
from owf.store.plans.facts import PlanFacts

HEADING = "Your actions in the plan"


@dataclass(frozen=True)
class OwnActions:
    """Of the newest agreed plan; ``quarter`` takes updates."""

    plan: PlanFacts
    quarter: Quarter
    leads: tuple[OwnAction, ...]
    takes_part: tuple[OwnAction, ...]

    @property
    def due(self) -> int:
        """Of those that it leads, whoever reads this."""
        return sum(replace(one, leads=True).is_due for one in self.leads)


def actions_of_partner(store: Store, who: Actor, trust: int, partner: int) -> OwnActions | None:
    """``None`` where the Trust has agreed no plan; refused as My actions is."""
    found = open_my_actions(store, who, trust)
    if found is None:
        return None
    in_order = sorted((*found.own, *found.others), key=lambda one: one.action.id)
    leads = tuple(one for one in in_order if one.action.entered.lead_partner_id == partner)
    takes_part = tuple(
        one
        for one in in_order
        if one not in leads and partner in {number for number, _ in one.action.partners}
    )
    return OwnActions(found.plan, found.quarter, leads, takes_part)


def own_actions_section(found: OwnActions | None) -> Section:
    if found is None:
        return Section(HEADING, claim="No plan is agreed yet.")
    plan, quarter = years_of(found.plan), found.quarter.words
    if not (found.leads or found.takes_part):
        return Section(HEADING, claim=f"You have no action in the plan for {plan}.")
    claim = f"You lead {actions_in_words(len(found.leads))} of the plan for {plan}"
    if found.due:
        claim += f"; {found.due} {'needs' if found.due == 1 else 'need'} an update for {quarter}"
    return Section(
        HEADING,
        (
            _table([(one, "leads") for one in found.leads]
                   + [(one, "takes part") for one in found.takes_part]),
            Paragraph("You update those that you lead on the Actions page, under My actions."),
            Note("As the chair agreed them, with all that was reported since."),
        ),
        claim=f"{claim}.",
    )  # fmt: skip


def _table(own: Sequence[tuple[OwnAction, str]]) -> Table:
    today = clock.today()
    rows: list[tuple[Value, ...]] = []
    for one, part in own:
        state = action_state(one.action, one.quarter, today)
        waiting = [row for row in milestones_in_force([one.action]) if row.is_waited_for]
        following = min(waiting, key=lambda row: row.day, default=None)
        rows.append(
            (
                one.action.reference,
                one.action.entered.what,
                part,
                following.one.text if following else "none waits",
                following.day if following else None,
                "\n".join([state.progress_words, *state.concerns.values()]),
            )
        )
    return table_of(
        "Actions that you lead or take part in",
        (
            Column("Action", width=0.7),
            Column("What will be done", width=3),
            Column("Your part", width=1),
            Column("Next milestone", width=2.2),
            Column("By", NumberFormat.DAY, 1.4),
            Column("Where it stands", width=2),
        ),
        rows,
        sheet="Actions",
    )
