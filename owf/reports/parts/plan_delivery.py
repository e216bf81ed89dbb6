"""What became of a plan: its actions and milestones, and the questions that moved."""

from collections.abc import Callable

from owf.charts.plan.burn_up import burn_up_chart
from owf.charts.theme import LIGHT
from owf.improvement.plan.board import ActionState, Board, tallies
from owf.improvement.plan.movement import Movement
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import FINISHED, last_update
from owf.reports.model import Column, Figure, Native, NumberFormat, Table, table_of
from owf.reports.parts.figures import native

WITHOUT_PRIORITY = "Without a priority"
NOBODY = "nobody yet"


def by_priority_table(board: Board, title_of: Callable[[ActionState], str]) -> Table:
    columns = (
        Column("Priority", width=3),
        Column("Actions", NumberFormat.COUNT),
        Column("Done", NumberFormat.COUNT),
        Column("Verified", NumberFormat.COUNT),
        Column("Milestones reached", NumberFormat.COUNT, 1.3),
        Column("of", NumberFormat.COUNT, 0.6),
        Column("Need attention", NumberFormat.COUNT, 1.2),
    )
    rows = [
        (
            one.title,
            one.actions,
            sum(one.progress.get(name, 0) for name in FINISHED),
            one.verified,
            one.achieved.reached,
            one.achieved.of,
            one.exceptions,
        )
        for one in tallies((title_of(state) or WITHOUT_PRIORITY, state) for state in board.states)
    ]
    return table_of("The plan by priority", columns, rows, sheet="Plan by priority")


def impact_table(board: Board) -> Table:
    """Each action as it stands, with the impact that its lead saw last; persons are not named."""
    columns = (
        Column("Action", width=0.7),
        Column("What is done", width=3.8),
        Column("Led by", width=1.3),
        Column("Progress", width=1.6),
        Column("Impact", width=2.4),
        Column("Attention", width=2.2),
    )
    rows = [
        (
            one.action.reference,
            one.action.entered.what,
            one.action.lead_partner or NOBODY,
            f"{one.progress_words}\n{_milestones_of(one)}",
            _impact_of(one),
            " ".join(one.concerns.values()),
        )
        for one in board.states
    ]
    return table_of("Action by action, with its impact", columns, rows, sheet="Actions")


def _milestones_of(state: ActionState) -> str:
    found = state.achieved
    return f"{found.reached} of {found.of} milestones" if found.of else "no milestone promised"


def _impact_of(state: ActionState) -> str:
    """As its lead wrote it last."""
    newest = last_update(state.action)
    written = [one for one in state.action.updates if one.impact]
    if newest is not None and newest.impact:
        return newest.impact
    return max(written, key=lambda one: one.quarter).impact if written else ""


def milestones_figure(board: Board, *, on_pages: bool = True) -> Figure:
    """For a board with milestones in force."""
    points = board.points
    return Figure(
        burn_up_chart(points, board.achieved),
        native(
            Native.LINES,
            [Quarter.of(one.day).words for one in points],
            {
                "Promised first": [one.first_promised for one in points],
                "Promised now": [one.promised for one in points],
                "Reached": [one.reached for one in points],
            },
            (LIGHT.neutral, LIGHT.behind, LIGHT.ahead),
            number_format=NumberFormat.COUNT,
            axis="Milestones",
        ),
        on_pages,
    )


def movement_table(found: Movement) -> Table:
    columns = (
        Column("Questions", width=3),
        Column("Moved up", NumberFormat.COUNT),
        Column("Stayed", NumberFormat.COUNT),
        Column("Moved down", NumberFormat.COUNT),
        Column("Cannot be told", NumberFormat.COUNT),
        Column("In all", NumberFormat.COUNT),
    )
    rows = [
        (title, of.up, of.stayed, of.down, of.cannot_be_told, of.total)
        for title, of in (
            ("Questions of verified actions", found.of_verified),
            ("Questions of actions that are done", found.of_done),
            ("Questions of all actions", found.of_all),
            ("Questions without an action", found.without_action),
        )
    ]
    since, until = found.years
    return table_of(
        f"How many questions moved from {since} to {until}", columns, rows, sheet="What moved"
    )
