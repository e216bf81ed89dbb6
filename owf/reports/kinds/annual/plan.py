"""The plan in an annual report: its priorities, what was delivered and moved, and what is next."""

from collections.abc import Iterator, Sequence

from owf import clock
from owf.benchmark.words.wording import capitalised, counted
from owf.improvement.plan.choosing import GapAnswer, finding_of
from owf.improvement.plan.movement import Movement
from owf.improvement.plan.opening import AgreedPlan
from owf.improvement.plan.priorities import KINDS
from owf.reports.kinds.annual.source import AnnualSource, PlanRead
from owf.reports.model import (
    Block,
    Column,
    Notice,
    NumberFormat,
    Paragraph,
    Points,
    Section,
    Table,
    Value,
    table_of,
)
from owf.reports.parts.plan_actions import actions_table, steps_table
from owf.reports.parts.plan_delivery import (
    WITHOUT_PRIORITY,
    by_priority_table,
    impact_table,
    milestones_figure,
    movement_table,
)
from owf.store.plans.facts import PriorityFacts


def plan_in_words(agreed: AgreedPlan) -> str:
    plan, version = agreed.plan, agreed.version
    return (
        f"The plan for {plan.starts.year} to {plan.ends.year}, on the results of {plan.year}, is "
        f"agreed: version {version.version}, {clock.in_words(version.agreed_at)}."
    )


def no_plan_in_words(source: AnnualSource) -> str:
    if source.is_inside:
        return f"{source.against.trust.name} had agreed no plan before the results of this year."
    return f"{source.against.trust.name} has published no plan that you can open here."


def priorities(source: AnnualSource) -> Section:
    read = source.plan_of_priorities
    if read is None:
        return Section("Priorities", (), claim=no_plan_in_words(source))
    return Section("Priorities", (_priorities_table(read),), claim=plan_in_words(read.agreed))


def _priorities_table(read: PlanRead) -> Table:
    actions: dict[str, int] = {}
    for one in read.agreed.actions:
        title = read.agreed.priority_title(one) or WITHOUT_PRIORITY
        actions[title] = actions.get(title, 0) + 1
    known = {one.title: one for one in read.priorities}
    number = Column("Actions", NumberFormat.COUNT)
    if not known:
        # People who answer for a partner read titles only.
        columns: tuple[Column, ...] = (Column("Priority", width=4), number)
        rows: list[tuple[Value, ...]] = list(actions.items())
    else:
        columns = (
            Column("Priority", width=2.4),
            Column("Kind", width=1.4),
            Column("What it is for", width=4),
            number,
        )
        rows = [(title, *_kind_and_purpose(known.get(title)), of) for title, of in actions.items()]
    return table_of("The plan's priorities", columns, rows, sheet="Priorities")


def _kind_and_purpose(priority: PriorityFacts | None) -> tuple[str, str]:
    return (KINDS[priority.kind], priority.objective) if priority else ("", "")


def plan_delivered(source: AnnualSource) -> Section:
    heading = "The plan delivered, and its impact"
    read = source.delivered
    if read is None:
        return Section(heading, (), claim=no_plan_in_words(source))
    standing, movement = read.standing, read.movement
    if standing is None or movement is None:
        return Section(
            heading,
            tuple(_published_blocks(read.agreed)),
            claim=plan_in_words(read.agreed),
        )
    blocks: list[Block] = []
    if read.has_changed:
        blocks.append(
            Notice(
                "The plan was changed since it was agreed. This report has it as it was agreed, "
                "with how each action stands today."
            )
        )
    blocks += [
        standing.facts,
        by_priority_table(standing.board, lambda one: read.agreed.priority_title(one.action)),
    ]
    if standing.board.achieved.of:
        blocks.append(milestones_figure(standing.board))
    blocks.append(impact_table(standing.board))
    return Section(
        heading,
        tuple(blocks),
        claim=movement.sentences[0],
        parts=(_what_moved(movement),),
    )


def _what_moved(movement: Movement) -> Section:
    """The questions of actions beside those without one."""
    first, *more = movement.sentences[1:] or movement.sentences
    blocks: list[Block] = [Points(tuple(more))] if more else []
    if movement.actions:
        blocks.append(movement_table(movement))
    return Section(
        "What moved",
        tuple(blocks),
        claim=first,
        working=tuple(one.sentence for one in movement.actions),
    )


def _published_blocks(agreed: AgreedPlan) -> Iterator[Table]:
    """As everybody outside may read it: what was promised, and which milestones are reached."""
    title = "The plan as it was published"
    yield actions_table(None, title, agreed.actions)
    steps = steps_table(title, agreed.actions)
    if steps is not None:
        yield steps


def next_priorities(source: AnnualSource) -> Section:
    year = source.against.year
    if source.coming is not None:
        claim = plan_in_words(source.coming.agreed)
    elif source.is_being_written:
        claim = f"The plan on the results of {year} is being written and is not agreed yet."
    elif source.is_inside:
        claim = f"No plan on the results of {year} is agreed yet."
    else:
        claim = f"No plan on the results of {year} is published."
    return Section("Next priorities", tuple(_next_blocks(source)), claim=claim)


def _next_blocks(source: AnnualSource) -> Iterator[Block]:
    if source.gaps is not None:
        if source.coming is not None and source.is_being_written:
            yield Notice("The plan was changed since it was agreed, and is shown as it is now.")
        yield from _gaps_blocks(source.gaps)
    elif source.coming is not None:
        yield from _agreed_blocks(source.coming.agreed)
    if source.coming is None and source.delivered is not None:
        agreed = source.delivered.agreed
        left = [(one["title"], one["reason"]) for one in agreed.not_now]
        if left:
            earlier = f"Left for later in the plan on the results of {agreed.plan.year}"
            yield _left_table(left, earlier)


def _gaps_blocks(gaps: Sequence[GapAnswer]) -> Iterator[Block]:
    """With an action, left for later, and those that wait: as the page of gaps has them now."""
    if not gaps:
        yield Paragraph("There is no gap that a plan must answer.")
    answered = [
        (one.gap.title, finding_of(one.gap), ", ".join(action.reference for action in one.actions))
        for one in gaps
        if one.actions
    ]
    if answered:
        yield _with_action_table(answered)
    left = [(one.gap.title, one.not_now.reason) for one in gaps if one.not_now]
    if left:
        yield _left_table(left)
    waiting = [(one.gap.title, finding_of(one.gap)) for one in gaps if not one.is_answered]
    if waiting:
        verb = "waits" if len(waiting) == 1 else "wait"
        number = capitalised(counted(len(waiting), "gap"))
        yield Paragraph(f"{number} {verb} for an action, or for a reason why not now.")
        columns = (Column("Gap", width=2), Column("Why", width=5))
        yield table_of("Gaps that wait", columns, waiting, sheet="Gaps that wait")


def _agreed_blocks(agreed: AgreedPlan) -> Iterator[Block]:
    if agreed.is_outside:
        yield from _published_blocks(agreed)
        return
    answered: dict[str, tuple[str, str, list[str]]] = {}
    for action in agreed.actions:
        for one in action.findings:
            if one.year == agreed.plan.year:
                found = answered.setdefault(one.gap_key, (one.title, one.finding, []))
                found[2].append(action.reference)
    if answered:
        yield _with_action_table(
            [(title, why, ", ".join(actions)) for title, why, actions in answered.values()]
        )
    if agreed.not_now:
        yield _left_table([(one["title"], one["reason"]) for one in agreed.not_now])


def _with_action_table(rows: Sequence[tuple[str, str, str]]) -> Table:
    columns = (Column("Gap", width=2), Column("Why", width=4), Column("Actions", width=1.2))
    return table_of("Gaps with an action", columns, rows, sheet="Gaps with an action")


def _left_table(rows: Sequence[tuple[str, str]], title: str = "Left for later") -> Table:
    columns = (Column("Gap", width=2), Column("Reason", width=4))
    return table_of(title, columns, rows, sheet="Left for later")
