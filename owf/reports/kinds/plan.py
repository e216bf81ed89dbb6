"""The action plan: what will be done, why, by whom and by when, as its reader's pages have it."""

from collections.abc import Iterator, Sequence

from owf import clock
from owf.access import Actor
from owf.benchmark.words.wording import capitalised, counted, listed
from owf.improvement.plan.agreeing import check_list
from owf.improvement.plan.board import Concern
from owf.improvement.plan.choosing import open_gap_titles
from owf.improvement.plan.milestones import achieved_of, milestone_state
from owf.improvement.plan.opening import PUBLICATION, AgreedPlan, PlanView
from owf.improvement.plan.priorities import KINDS
from owf.improvement.wording import years_of
from owf.reports.model import (
    About,
    Block,
    Column,
    Facts,
    Kind,
    Note,
    Notice,
    NumberFormat,
    Paragraph,
    Points,
    Report,
    Section,
    Value,
    table_of,
)
from owf.reports.parts.plan import (
    FOLLOWED_INSIDE,
    AnyPlan,
    Standing,
    actions_in_words,
    is_outside,
    open_any_plan,
    standing_in_a_sentence,
    standing_of,
)
from owf.reports.parts.plan_actions import (
    InForce,
    actions_table,
    behind_tables,
    milestones_in_force,
    steps_table,
    timeline_table,
)
from owf.reports.parts.plan_delivery import (
    WITHOUT_PRIORITY,
    by_priority_table,
    milestones_figure,
)
from owf.settings import get_settings
from owf.store import Store
from owf.store.plans.facts import ActionFacts, VersionFacts

DRAFT = "This plan is a draft: the chair has not agreed it yet."


def plan_report(store: Store, who: Actor, trust: int, year: int) -> Report:
    """Of the plan on the results of ``year``; refused as the page Actions refuses it."""
    plan = open_any_plan(store, who, trust, year)
    standing = None if is_outside(plan) else standing_of(plan)
    name = plan.plan.trust_name
    return Report(
        Kind.PLAN,
        f"{name}: action plan {years_of(plan.plan)}",
        f"On the results of {plan.plan.year}",
        _about(plan),
        tuple(_sections(store, who, plan, standing)),
        keywords=("action plan", "Children's Trust", name, str(plan.plan.year)),
    )


def _version(plan: AnyPlan) -> VersionFacts | None:
    return plan.version if isinstance(plan, AgreedPlan) else plan.newest


def _about(plan: AnyPlan) -> About:
    version = _version(plan)
    return About(
        author=plan.plan.trust_name,
        year=plan.plan.year,
        made_on=clock.today(),
        is_made_up=get_settings().demo,
        signature=_agreed_in_words(plan, version) if version else "",
        digest=version.digest if version and not is_outside(plan) else "",
        readers=_readers(plan),
    )


def _agreed_in_words(plan: AnyPlan, version: VersionFacts) -> str:
    """Pages tell the day to the Trust's own people alone."""
    agreed = f"version {version.version}, by the chair"
    return agreed if is_outside(plan) else f"{agreed}, {clock.in_words(version.agreed_at)}"


def _readers(plan: AnyPlan) -> str:
    if isinstance(plan, PlanView):
        return f"For the steering group of {plan.plan.trust_name}"
    if plan.is_outside:
        return "For readers outside the Trust, as far as it has published its plan"
    return f"For the partners of {plan.plan.trust_name}"


def _sections(
    store: Store, who: Actor, plan: AnyPlan, standing: Standing | None
) -> Iterator[Section]:
    yield _at_a_glance(plan, standing)
    if isinstance(plan, PlanView):
        yield from _priorities(plan)
        yield from _missing(store, who, plan)
    by_title: dict[str, list[ActionFacts]] = {}
    for one in plan.actions:
        by_title.setdefault(plan.priority_title(one) or WITHOUT_PRIORITY, []).append(one)
    for title, actions in by_title.items():
        yield _priority(plan, standing, title, actions)
    yield from _timeline(plan, standing)
    yield from _left_for_later(plan)
    if isinstance(plan, PlanView):
        yield from _versions(plan)


# The plan as a whole.


def _at_a_glance(plan: AnyPlan, standing: Standing | None) -> Section:
    version = _version(plan)
    blocks: list[Block] = [Notice(words) for words in _notices(plan)]
    blocks.append(_facts(plan, version))
    if standing is None:
        blocks.append(Paragraph(FOLLOWED_INSIDE))
    elif plan.actions:
        blocks.append(Paragraph(standing.claim))
        blocks.append(
            by_priority_table(standing.board, lambda one: plan.priority_title(one.action))
        )
    return Section("The plan at a glance", tuple(blocks), claim=_size_in_words(plan))


def _size_in_words(plan: AnyPlan) -> str:
    titles = {title for one in plan.actions if (title := plan.priority_title(one))}
    under = f" under {'one priority' if len(titles) == 1 else f'{len(titles)} priorities'}"
    return (
        f"{capitalised(actions_in_words(len(plan.actions)))}{under if titles else ''}, from "
        f"{clock.day_in_words(plan.plan.starts)} to {clock.day_in_words(plan.plan.ends)}."
    )


def _notices(plan: AnyPlan) -> Iterator[str]:
    if not isinstance(plan, PlanView):
        return
    newest = plan.newest
    if newest is None:
        yield f"{DRAFT} Only the people who work on it can read it."
    elif plan.has_changed:
        yield (
            f"The plan has changed since version {newest.version}. This is the plan as it is now. "
            f"Others still read version {newest.version}, until the chair agrees the changes."
        )


def _facts(plan: AnyPlan, version: VersionFacts | None) -> Facts:
    runs = f"{clock.day_in_words(plan.plan.starts)} to {clock.day_in_words(plan.plan.ends)}"
    achieved = achieved_of(milestone_state(each) for one in plan.actions for each in one.milestones)
    pairs = [
        ("Runs", runs),
        ("Rests on", f"the results of {plan.plan.year}"),
        ("Actions", str(len(plan.actions))),
        ("Milestones", achieved.words),
        ("Agreed", _agreed_in_words(plan, version) if version else "not yet: a draft"),
    ]
    if version is not None and not is_outside(plan):
        pairs.append(("Who can read it", PUBLICATION[version.publication]))
        pairs.append(("Hash of what was agreed", version.digest))
    return Facts(tuple(pairs))


def _priorities(plan: PlanView) -> Iterator[Section]:
    """With what each is for, which only the group's pages have."""
    used = {one.entered.priority_id for one in plan.actions}
    shown = [one for one in plan.priorities if one.id in used or not one.is_retired]
    rows = [(one.title, KINDS[one.kind], one.objective) for one in shown]
    if rows:
        columns = (
            Column("Priority", width=2),
            Column("Kind", width=1.2),
            Column("What it is for", width=4),
        )
        kinds = [(kind, sum(one.kind == kind for one in shown)) for kind in KINDS]
        counts = [
            f"{number} {KINDS[kind].casefold()}"
            if number == 1
            else f"{number} {KINDS[kind].casefold().replace('priority', 'priorities')}"
            for kind, number in kinds
            if number
        ]
        yield Section(
            "Priorities",
            (table_of("Priorities", columns, rows, sheet="Priorities"),),
            claim=f"The plan has {listed(counts)}.",
        )


def _missing(store: Store, who: Actor, plan: PlanView) -> Iterator[Section]:
    """What the chair cannot agree yet; nothing where all of it is agreed."""
    if not plan.has_changed:
        return
    checks = check_list(plan, open_gap_titles(store, who, plan.plan))
    left = [f"{one.title}: {one.words}" for one in checks if not one.is_done]
    if left:
        yield Section(
            "What is missing before the chair can agree it",
            (Points(tuple(left)),),
            claim=f"{len(left)} of {len(checks)} checks are not met yet.",
        )


# One priority.


def _priority(
    plan: AnyPlan, standing: Standing | None, title: str, actions: Sequence[ActionFacts]
) -> Section:
    blocks: list[Block] = []
    objective = _objective(plan, title)
    if objective:
        blocks.append(Paragraph(objective, is_lead=True))
    blocks.append(actions_table(standing, title, actions))
    steps = steps_table(title, actions)
    if steps is not None:
        blocks.append(steps)
    blocks += behind_tables(plan, title, actions)
    return Section(title, tuple(blocks), claim=_claim_of_priority(standing, actions))


def _objective(plan: AnyPlan, title: str) -> str:
    if not isinstance(plan, PlanView):
        return ""
    return next((one.objective for one in plan.priorities if one.title == title), "")


def _claim_of_priority(standing: Standing | None, actions: Sequence[ActionFacts]) -> str:
    if standing is None:
        states = [milestone_state(each) for one in actions for each in one.milestones]
        return f"{capitalised(actions_in_words(len(actions)))}: {achieved_of(states).words}."
    ids = {one.id for one in actions}
    of = [one for one in standing.board.states if one.action.id in ids]
    return standing_in_a_sentence(
        len(of), {one: sum(one in each.concerns for each in of) for one in Concern}
    )


# By year.


def _timeline(plan: AnyPlan, standing: Standing | None) -> Iterator[Section]:
    found = sorted(
        milestones_in_force(plan.actions), key=lambda row: (row.day, row.action.id, row.one.id)
    )
    if not found:
        return
    by_year: dict[int, list[InForce]] = {}
    for row in found:
        by_year.setdefault(row.day.year, []).append(row)
    figure = [milestones_figure(standing.board)] if standing is not None else []
    yield Section(
        "Timeline",
        (
            *figure,
            Note(
                "A milestone is in the year in which it was reached, or for which it is promised "
                "now. Dropped ones are left out."
            ),
        ),
        claim=_claim_of_timeline(found, is_followed=standing is not None),
        parts=tuple(_year(year, rows) for year, rows in by_year.items()),
    )


def _claim_of_timeline(found: Sequence[InForce], *, is_followed: bool) -> str:
    """``is_followed``: whether the reader sees how actions go."""
    today = clock.today()
    late = sum(row.is_late(today) for row in found) if is_followed else 0
    days = [row.day for row in found if row.is_waited_for and row.day >= today]
    parts = [
        capitalised(achieved_of(row.state for row in found).words),
        f"{late} {'is' if late == 1 else 'are'} late" if late else "",
        f"the next is promised for {clock.day_in_words(min(days))}" if days else "",
    ]
    return f"{'; '.join(filter(None, parts))}."


def _year(year: int, rows: Sequence[InForce]) -> Section:
    reached = sum(row.state.reached_on is not None for row in rows)
    return Section(
        str(year),
        (timeline_table(year, rows),),
        claim=f"{reached} of {_milestones_in_words(len(rows))} of {year} reached.",
    )


def _milestones_in_words(number: int) -> str:
    return "1 milestone" if number == 1 else f"{number} milestones"


# What waits, and the versions.


def _left_for_later(plan: AnyPlan) -> Iterator[Section]:
    rows: list[tuple[Value, ...]]
    columns = [Column("Gap", width=2), Column("Why not now", width=3)]
    if isinstance(plan, PlanView):
        columns.insert(1, Column("What was found", width=3))
        rows = [(one.title, one.finding, one.reason) for one in plan.not_now]
    else:
        rows = [(one["title"], one["reason"]) for one in plan.not_now]
    if rows:
        yield Section(
            "Left for later",
            (table_of("Gaps left for later", columns, rows, sheet="Left for later"),),
            claim=f"{capitalised(counted(len(rows), 'gap'))} left for later, with the reason.",
        )


def _versions(plan: PlanView) -> Iterator[Section]:
    if not plan.versions:
        return
    yield Section(
        "Agreed versions",
        (
            table_of(
                "The newest first; each is kept as it was agreed",
                (
                    Column("Version", NumberFormat.COUNT, 0.7),
                    Column("Agreed on", NumberFormat.DAY, 1.2),
                    Column("By", width=1),
                    Column("Who can read it", width=2),
                    Column("Hash", width=3),
                ),
                [
                    (
                        one.version,
                        one.agreed_at.astimezone(clock.LONDON).date(),
                        "the chair",
                        PUBLICATION[one.publication],
                        one.digest,
                    )
                    for one in plan.versions
                ],
                sheet="Versions",
            ),
        ),
        claim=f"Version {plan.versions[0].version} is in force.",
    )
