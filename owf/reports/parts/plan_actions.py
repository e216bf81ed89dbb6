"""The actions of a plan in tables: who does what by when, why, and what it takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.benchmark.words.wording import listed
from owf.improvement.plan.milestones import STAGES, MilestoneState, milestone_state
from owf.improvement.plan.updates import ENDED, PROGRESS, progress_of
from owf.improvement.wording import lead_in_words, levels_in_words
from owf.reports.model import Column, NumberFormat, Table, Value, table_of
from owf.reports.parts.plan import AnyPlan, Standing, is_outside
from owf.store.plans.facts import ActionFacts, MilestoneFacts

MOST_APRILS = 4
"""Columns of milestones that fit beside each other; a longer plan has them in its timeline."""


def actions_table(standing: Standing | None, title: str, actions: Sequence[ActionFacts]) -> Table:
    states = {one.action.id: one for one in standing.board.states} if standing else {}
    columns = [
        Column("Action", width=0.7),
        Column("What will be done", width=2.8),
        Column("Lead", width=2.2),
        Column("Measure of success", width=2),
        Column("By", NumberFormat.DAY, 1.4),
    ]
    if standing is not None:
        columns.append(Column("Where it stands", width=1.8))
    rows: list[list[Value]] = []
    for one in actions:
        row: list[Value] = [
            one.reference,
            one.entered.what,
            _lead(one, with_others=standing is not None),
            _measure(one, with_targets=standing is not None),
            _last_day(one),
        ]
        if standing is not None:
            state = states[one.id]
            row.append("\n".join([state.progress_words, *state.concerns.values()]))
        rows.append(row)
    return table_of(
        f"{title}: actions",
        columns,
        rows,
        note="“By” is the last day promised now for its milestones.",
        sheet="",
    )


def _lead(action: ActionFacts, *, with_others: bool) -> str:
    lead = lead_in_words(action)
    others = listed([name for _, name in action.partners])
    return f"{lead}, with {others}" if with_others and others else lead


def _measure(action: ActionFacts, *, with_targets: bool) -> str:
    entered = action.entered
    if not (with_targets and (entered.baseline or entered.target)):
        return entered.measure
    then, wanted = entered.baseline or "not given", entered.target or "not given"
    return f"{entered.measure}\nNow: {then}\nTo be: {wanted}".strip()


def _last_day(action: ActionFacts) -> date | None:
    states = [milestone_state(one) for one in action.milestones]
    return max(
        (one.promised for one in states if one.is_in_force and one.promised is not None),
        default=None,
    )


@dataclass(frozen=True)
class InForce:
    """A milestone with a day that was not dropped, and its action."""

    action: ActionFacts
    one: MilestoneFacts
    state: MilestoneState

    @property
    def day(self) -> date:
        """On which it was reached, or is promised for."""
        return self.state.reached_on or self.state.promised or date.max

    @property
    def is_waited_for(self) -> bool:
        """Not reached, in an action that goes on."""
        return self.state.reached_on is None and progress_of(self.action) not in ENDED

    def is_late(self, today: date) -> bool:
        return self.is_waited_for and self.state.is_late(today)

    def words(self, today: date) -> str:
        """``late``, ``reached``; of an action that ended, ``not reached, action stopped``."""
        if self.state.reached_on is None and not self.is_waited_for:
            return f"not reached, action {PROGRESS[progress_of(self.action)].casefold()}"
        return self.state.words(today)


def milestones_in_force(actions: Sequence[ActionFacts]) -> Iterator[InForce]:
    for action in actions:
        for one in action.milestones:
            state = milestone_state(one)
            if state.is_in_force and state.promised is not None:
                yield InForce(action, one, state)


def steps_table(title: str, actions: Sequence[ActionFacts]) -> Table | None:
    """By April of each year, as the strategy of 2009 wrote its milestones."""
    cells: dict[int, dict[int, list[str]]] = {}
    for row in milestones_in_force(actions):
        # In the year for which it is promised, also where it was reached in another.
        april = _april_of(row.state.promised or row.day)
        cells.setdefault(row.action.id, {}).setdefault(april, []).append(_step(row))
    aprils = sorted({april for of in cells.values() for april in of})
    if not aprils or len(aprils) > MOST_APRILS:
        return None
    rows = [
        (one.reference, *("\n".join(cells[one.id].get(april, ())) for april in aprils))
        for one in actions
        if one.id in cells
    ]
    columns = (
        Column("Action", width=0.6),
        *(Column(f"By April {april}", width=3) for april in aprils),
    )
    return table_of(f"{title}: milestones", columns, rows)


def _april_of(day: date) -> int:
    return day.year if day <= date(day.year, 4, 1) else day.year + 1


def _step(row: InForce) -> str:
    words = row.words(clock.today())
    day = clock.day_in_words(row.day)
    if row.state.reached_on is not None:
        return f"{row.one.text} (reached on {day})"
    return f"{row.one.text} ({day if words == 'promised' else f'{day}, {words}'})"


def timeline_table(year: int, rows: Sequence[InForce]) -> Table:
    today = clock.today()
    return table_of(
        f"Milestones of {year}",
        (
            Column("Day", NumberFormat.DAY, 1.8),
            Column("Action", width=0.7),
            Column("Milestone", width=4),
            Column("Stage", width=1.3),
            Column("First promised", NumberFormat.DAY, 1.6),
            Column("State", width=1.8),
        ),
        [
            (
                row.day,
                row.action.reference,
                row.one.text,
                STAGES[row.one.stage],
                row.state.first,
                row.words(today),
            )
            for row in rows
        ],
        sheet=f"Timeline {year}",
    )


def behind_tables(plan: AnyPlan, title: str, actions: Sequence[ActionFacts]) -> Iterator[Table]:
    """Why each is there, and what it takes; from outside neither findings, risks nor money."""
    outside = is_outside(plan)
    why = [
        (Column("Objective", width=2), [one.entered.objective for one in actions]),
        (Column("What was found", width=5), [] if outside else [_why(one) for one in actions]),
        (Column("Questions it is to move", width=3), [_questions(plan, one) for one in actions]),
    ]
    note = "What was found is as it was when the action was planned. Levels: agreed then → wanted."
    yield from _texts_table(f"{title}: why", actions, why, note="" if outside else note)
    if not outside:
        takes = [
            (Column("Funding and resources", width=3), [one.entered.resources for one in actions]),
            (Column("Risk", width=3), [one.entered.risk for one in actions]),
            (Column("What is done about it", width=3), [one.entered.mitigation for one in actions]),
            (Column("Evidence so far", width=2.4), [_evidence(one) for one in actions]),
        ]
        yield from _texts_table(f"{title}: what it takes", actions, takes)


def _texts_table(
    title: str,
    actions: Sequence[ActionFacts],
    texts: Sequence[tuple[Column, Sequence[str]]],
    note: str = "",
) -> Iterator[Table]:
    """Without columns in which nothing is written; nothing where none is left."""
    given = [(column, of) for column, of in texts if any(of)]
    if given:
        columns = (Column("Action", width=0.9), *(column for column, _ in given))
        references = [one.reference for one in actions]
        rows = list(zip(references, *(of for _, of in given), strict=True))
        yield table_of(title, columns, rows, note=note)


def _evidence(action: ActionFacts) -> str:
    return "\n".join(name for _, name in action.evidence)


def _why(action: ActionFacts) -> str:
    return "\n".join(f"{one.title} ({one.year}): {one.finding}" for one in action.findings)


def _questions(plan: AnyPlan, action: ActionFacts) -> str:
    return "\n".join(
        plan.question_name(one.year, one.item_id)
        if is_outside(plan) and one.level_then is None
        else f"{plan.question_name(one.year, one.item_id)}: {levels_in_words(one)}"
        for one in action.items
    )
