"""The quarterly exception report: only what needs attention, what was reached, what comes next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from owf import clock
from owf.access import Actor, policy
from owf.assessment.errors import NotFound
from owf.improvement import plan_policy
from owf.improvement.plan.board import Concern
from owf.improvement.plan.closing import ClosedQuarter
from owf.improvement.plan.meetings import NextMeeting, next_meetings, open_meetings
from owf.improvement.plan.opening import PlanView
from owf.improvement.plan.quarters import Quarter
from owf.improvement.plan.updates import (
    ENDED,
    FINISHED,
    last_update,
    update_of,
)
from owf.improvement.wording import lead_in_words, years_of
from owf.reports.model import (
    About,
    Block,
    Column,
    Kind,
    Notice,
    NumberFormat,
    Paragraph,
    Points,
    Report,
    Section,
    Table,
    Value,
    table_of,
)
from owf.reports.parts.plan import (
    ASKED,
    Standing,
    actions_in_words,
    decisions_of,
    plan_followed,
    standing_in_a_sentence,
    standing_of,
)
from owf.reports.parts.plan_actions import milestones_in_force
from owf.settings import get_settings
from owf.store import Store
from owf.store.plans.facts import ActionFacts

QUARTERS_BEFORE = 3
"""With the one that is reported, a year."""
NOT_AGREED = (
    "No plan is agreed on the results of {} or an earlier year, so there are no exceptions to "
    "report. They are followed quarter by quarter, once the chair has agreed a plan."
)


@dataclass(frozen=True)
class Followed:
    """An action in the quarter: ``words`` are those of its last update, with its quarter if old.

    ``reached``, ``to_come``: (day, milestone) in the quarter, and from its end to that of the next.
    """

    reference: str
    what: str
    lead: str
    progress: str
    confidence: str
    is_verified: bool
    is_updated: bool
    concerns: Mapping[Concern, str]
    words: str
    reached: tuple[tuple[date, str], ...]
    to_come: tuple[tuple[date, str], ...]

    @property
    def lacks_update(self) -> bool:
        return not self.is_updated and self.progress not in ENDED


@dataclass(frozen=True)
class Source:
    """``closed``: ``None`` for the quarter that takes updates. ``before``: the newest first."""

    plan: PlanView
    quarter: Quarter
    closed: ClosedQuarter | None
    rows: tuple[Followed, ...]
    before: tuple[tuple[Quarter, tuple[Followed, ...]], ...]
    meetings: tuple[NextMeeting, ...]

    @property
    def exceptions(self) -> list[Followed]:
        """The worst first."""
        order = list(Concern)
        return sorted(
            (one for one in self.rows if one.concerns),
            key=lambda one: (order.index(next(iter(one.concerns))), -len(one.concerns)),
        )

    @property
    def concerns(self) -> Mapping[Concern, int]:
        return {one: sum(one in row.concerns for row in self.rows) for one in Concern}


def exceptions_report(
    store: Store, who: Actor, trust: int, year: int, quarter: Quarter | None = None
) -> Report:
    """Of the newest plan agreed on results of ``year`` or before, for the people who work on it.

    Without a ``quarter``, of the newest that is closed, or the open one where none is.
    """
    found = _source(store, who, trust, year, quarter)
    name, words = found.plan.plan.trust_name, found.quarter.words
    return Report(
        Kind.EXCEPTIONS,
        f"{name}: exceptions, {words}",
        f"The plan for {years_of(found.plan.plan)}, on the results of {found.plan.plan.year}",
        _about(found),
        tuple(_sections(found)),
        is_compact=True,
        keywords=("exception report", "Children's Trust", name, words),
    )


def _source(store: Store, who: Actor, trust: int, year: int, quarter: Quarter | None) -> Source:
    policy.require(plan_policy.may_plan(who, trust))
    plan = plan_followed(store, who, trust, year)
    if not isinstance(plan, PlanView):
        raise NotFound(NOT_AGREED.format(year))
    closed = {Quarter(one.quarter): one for one in plan.closed}
    shown = quarter or max(closed, default=plan.quarter)
    if shown not in closed and shown != plan.quarter:
        raise NotFound(
            f"{shown.words} is neither closed in this plan nor the quarter that takes updates, "
            f"which is {plan.quarter.words}. Choose another quarter."
        )
    meetings = next_meetings(open_meetings(store, who, plan.plan.id), plan.plan.starts)
    by_reference = {one.reference: one for one in plan.actions}

    def as_closed(one: Quarter) -> tuple[Followed, ...]:
        kept = ClosedQuarter.of(closed[one])
        return tuple(_closed_row(row, by_reference, one) for row in kept.rows)

    earlier = sorted((one for one in closed if one < shown), reverse=True)[:QUARTERS_BEFORE]
    return Source(
        plan,
        shown,
        ClosedQuarter.of(closed[shown]) if shown in closed else None,
        as_closed(shown) if shown in closed else tuple(_open_rows(standing_of(plan))),
        tuple((one, as_closed(one)) for one in earlier),
        meetings,
    )


def _open_rows(standing: Standing) -> Iterator[Followed]:
    board = standing.board
    quarter, today = board.quarter, board.today
    for state in board.states:
        action = state.action
        in_force = list(milestones_in_force([action]))
        yield Followed(
            reference=action.reference,
            what=action.entered.what,
            lead=lead_in_words(action),
            progress=state.progress,
            confidence=state.confidence,
            is_verified=state.is_verified,
            is_updated=update_of(action, quarter) is not None,
            concerns=state.concerns,
            words=_words(action, quarter),
            reached=tuple(
                (one.state.reached_on, one.one.text)
                for one in in_force
                if one.state.reached_on and Quarter.of(one.state.reached_on) == quarter
            ),
            to_come=tuple(
                (one.day, one.one.text)
                for one in in_force
                if one.is_waited_for and today < one.day <= quarter.next.last_day
            ),
        )


def _words(action: ActionFacts | None, quarter: Quarter) -> str:
    """Of the newest update up to the end of a quarter."""
    newest = last_update(action, quarter.next) if action else None
    if newest is None or not newest.changed:
        return ""
    is_of_quarter = newest.quarter == quarter.first_day
    return newest.changed if is_of_quarter else f"{Quarter(newest.quarter).words}: {newest.changed}"


def _closed_row(
    kept: Mapping[str, Any], by_reference: Mapping[str, ActionFacts], quarter: Quarter
) -> Followed:
    """As the snapshot has it; what the action is, and older words, as the plan has them now."""
    action = by_reference.get(kept["reference"])
    concerns = {Concern(kind): words for kind, words in kept["concerns"].items()}
    if not kept["updated"] and kept["progress"] not in ENDED:
        # A snapshot can be taken before the quarter is over, when none is overdue yet.
        concerns[Concern.NO_UPDATE] = f"No update for {quarter.words}."
    reached = [(_day(one["reached"]), one["text"]) for one in kept["milestones"] if one["reached"]]
    waiting = [
        (_day(one["promised"]), one["text"])
        for one in kept["milestones"]
        if one["promised"] and not one["reached"] and not one["dropped"]
    ]
    return Followed(
        reference=kept["reference"],
        what=action.entered.what if action else "",
        lead=kept["lead_partner"] or "nobody yet",
        progress=kept["progress"],
        confidence=kept["confidence"],
        is_verified=kept["verified"],
        is_updated=kept["updated"],
        concerns={one: concerns[one] for one in Concern if one in concerns},
        words=kept["changed"] or _words(action, quarter),
        reached=tuple(one for one in reached if Quarter.of(one[0]) == quarter),
        to_come=tuple(one for one in waiting if Quarter.of(one[0]) == quarter.next)
        if kept["progress"] not in ENDED
        else (),
    )


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _about(found: Source) -> About:
    newest = found.plan.newest
    signature = digest = ""
    if found.closed is not None:
        digest = found.closed.facts.digest
        signature = f"closed by the coordinator, {clock.in_words(found.closed.facts.closed_at)}"
    elif newest is not None:
        agreed = clock.in_words(newest.agreed_at)
        signature = f"the plan as version {newest.version}, by the chair, {agreed}"
        digest = newest.digest
    return About(
        author=found.plan.plan.trust_name,
        year=found.plan.plan.year,
        made_on=clock.today(),
        is_made_up=get_settings().demo,
        signature=signature,
        digest=digest,
        readers=f"For the steering group of {found.plan.plan.trust_name}",
    )


def _sections(found: Source) -> Iterator[Section]:
    yield _standing(found)
    if found.exceptions:
        yield Section(
            "Exceptions",
            (_exceptions_table(found),),
            claim=_need_attention(len(found.exceptions), len(found.rows)),
        )
    yield _reached(found)
    yield _to_come(found)
    yield _without_update(found)
    yield _meetings(found)


def _need_attention(number: int, of: int) -> str:
    return f"{number} of {actions_in_words(of)} {'needs' if number == 1 else 'need'} attention."


def _standing(found: Source) -> Section:
    blocks: list[Block] = [Notice(_as_of(found)), _tallies(found)]
    decisions = tuple(_decisions(found))
    if decisions:
        blocks += [Paragraph("Decisions asked of the steering group:"), Points(decisions)]
    return Section(
        f"Where the plan stands: {found.quarter.words}",
        tuple(blocks),
        claim=standing_in_a_sentence(len(found.rows), found.concerns),
    )


def _tallies(found: Source) -> Table:
    """The quarter, and those before it to compare with."""
    return table_of(
        "The quarter beside those before it" if found.before else "The quarter in numbers",
        (
            Column("Quarter", width=2.6),
            *(
                Column(title, NumberFormat.COUNT)
                for title in (
                    "Actions", "Late", "Slipped", "Low confidence", "No update", "Done",
                    "Verified", "Not verified", "Updates", "Milestones reached",
                )
            ),
        ),
        [
            _tally(quarter, rows)
            for quarter, rows in ((found.quarter, found.rows), *found.before)
        ],
        note="Updates, and milestones reached, are those of the quarter.",
        sheet="Quarters",
    )  # fmt: skip


def _tally(quarter: Quarter, rows: Sequence[Followed]) -> tuple[Value, ...]:
    late, slipped, doubt, silent, unchecked = (
        sum(concern in one.concerns for one in rows) for concern in Concern
    )
    return (
        quarter.words,
        len(rows),
        late,
        slipped,
        doubt,
        silent,
        sum(one.progress in FINISHED for one in rows),
        sum(one.is_verified for one in rows),
        unchecked,
        sum(one.is_updated for one in rows),
        sum(len(one.reached) for one in rows),
    )


def _as_of(found: Source) -> str:
    words = found.quarter.words
    if found.closed is None:
        today = clock.day_in_words(clock.today())
        return f"{words} is open: this is how the actions stand on {today}."
    day = clock.day_in_words(found.closed.facts.closed_at.astimezone(clock.LONDON).date())
    return f"{words} was closed on {day}: this is how the actions stood then."


def _decisions(found: Source) -> Iterator[str]:
    yield from decisions_of((one.reference, one.concerns) for one in found.exceptions)
    if found.plan.quarter.last_day < clock.today():
        yield f"{found.plan.quarter.words} is over: the coordinator closes it."
    for one in found.meetings:
        if one.is_overdue:
            due = clock.day_in_words(one.due)
            yield f"{one.group.title}: a meeting was due by {due}; set a day."


def _exceptions_table(found: Source) -> Table:
    rows: list[tuple[Value, ...]] = [
        (
            one.reference,
            one.what,
            one.lead,
            "\n".join(one.concerns.values()),
            one.words or "None yet.",
            ASKED[next(iter(one.concerns))],
        )
        for one in found.exceptions
    ]
    return table_of(
        "What needs attention",
        (
            Column("Action", width=0.7),
            Column("What will be done", width=2.6),
            Column("Lead", width=1.5),
            Column("Why", width=2),
            Column("Last update", width=2.6),
            Column("Decision asked", width=1.6),
        ),
        rows,
        note=f"{len(rows)} of {actions_in_words(len(found.rows))}, the most pressing first.",
        sheet="Exceptions",
    )


_MILESTONES = (
    Column("Day", NumberFormat.DAY, 1.9),
    Column("Action", width=0.7),
    Column("Milestone", width=3),
)


def _milestone_rows(rows: Sequence[Followed], of: str) -> list[tuple[Value, ...]]:
    found = [(day, one.reference, text) for one in rows for day, text in getattr(one, of)]
    return [(day, reference, text) for day, reference, text in sorted(found)]


def _reached(found: Source) -> Section:
    rows = _milestone_rows(found.rows, "reached")
    return _milestones(
        "Reached",
        f"Milestones reached in {found.quarter.words}",
        rows,
        claim=f"{_counted(len(rows))} reached.",
        nothing="No milestone was reached in this quarter.",
        sheet="Reached",
    )


def _to_come(found: Source) -> Section:
    rows = _milestone_rows(found.rows, "to_come")
    last = clock.day_in_words(found.quarter.next.last_day)
    return _milestones(
        "Promised next",
        f"Milestones promised by {last}",
        rows,
        claim=f"{_counted(len(rows))} promised by {last}.",
        nothing=f"No further milestone is promised by {last}.",
        sheet="Next",
    )


def _counted(number: int) -> str:
    return "1 milestone is" if number == 1 else f"{number} milestones are"


def _milestones(
    heading: str,
    title: str,
    rows: Sequence[tuple[Value, ...]],
    *,
    claim: str,
    nothing: str,
    sheet: str,
) -> Section:
    if not rows:
        return Section(heading, claim=nothing, is_half=True)
    table = table_of(title, _MILESTONES, rows, sheet=sheet)
    return Section(heading, (table,), claim=claim, is_half=True)


def _without_update(found: Source) -> Section:
    heading = "Who has not updated"
    by_lead: dict[str, list[str]] = {}
    for one in found.rows:
        if one.lacks_update:
            by_lead.setdefault(one.lead, []).append(one.reference)
    if not by_lead:
        return Section(heading, claim="Every action that goes on has an update.", is_half=True)
    number = sum(map(len, by_lead.values()))
    table = table_of(
        f"Without an update for {found.quarter.words}",
        (Column("Lead", width=3), Column("Actions", width=2)),
        [(lead, ", ".join(references)) for lead, references in by_lead.items()],
        note="Actions that are done or were stopped need none.",
        sheet="No update",
    )
    verb = "has" if number == 1 else "have"
    claim = f"{number} of {actions_in_words(len(found.rows))} {verb} no update."
    return Section(heading, (table,), claim=claim, is_half=True)


def _meetings(found: Source) -> Section:
    overdue = [one for one in found.meetings if one.is_overdue]
    table = table_of(
        "When each group meets",
        (
            Column("Group", width=2),
            Column("Last met", NumberFormat.DAY, 1.7),
            Column("Next by", NumberFormat.DAY, 1.7),
            Column("Overdue?", width=1.1),
        ),
        [
            (one.group.title, one.last or "not yet", one.due, "overdue" if one.is_overdue else "no")
            for one in found.meetings
        ],
        sheet="Meetings",
    )
    claim = (
        f"{len(overdue)} of {len(found.meetings)} groups should have met by now."
        if overdue
        else "No meeting is overdue."
    )
    return Section("Meetings", (table,), claim=claim, is_half=True)
