"""What the board of a large plan costs: 300 actions and 2,000 updates, against a page of Results.

Bound: a whole run of the board takes at most 1.5 times the processor time of one of Results as it
opens (issue 20), both measured on one server in turns.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.demonstrations import built
from benchmarks.lines import Line, at_most
from benchmarks.servers import Measured, demonstration, serving
from benchmarks.visitor import Visitor, sign_in
from owf.settings import DEMO_TODAY
from owf.store import Store
from owf.store.plans import actions as plan_actions
from owf.store.plans import changes
from owf.store.plans import plan as plans
from owf.store.plans.facts import ActionFields, LinkedItem, Promise, UpdateFacts

TRUST, YEAR = 873, 2008
ACTIONS, UPDATES = 300, 2000
TURNS, RUNS = 5, 8
MOST = 1.5
PAGES = {
    "the board": ("actions", f"part=board&trust={TRUST}&year={YEAR}"),
    "the plan": ("actions", f"part=plan&trust={TRUST}&year={YEAR}"),
    "results": ("results", f"trust={TRUST}&year=2011"),
}
AT = datetime(2009, 4, 1, 12, tzinfo=UTC)
QUARTERS = [date(2009 + number // 4, 1 + 3 * (number % 4), 1) for number in range(1, 13)]


def enlarge(store: Store) -> tuple[int, int]:
    """Fill Cambridgeshire's agreed plan up; gives how many actions and updates there are."""
    with store.writing() as session:
        plan = plans.plan_of(session, TRUST, YEAR)
        if plan is None:
            raise RuntimeError("The demonstration has no plan to enlarge.")
        there = plan_actions.actions_of_plan(session, plan.id)
        updates = sum(len(one.updates) for one in there)
        model = there[0]
        for number in range(ACTIONS - len(there)):
            action = changes.add_action(
                session,
                plan.id,
                TRUST,
                f"L{number}",
                ActionFields(**{**vars(model.entered), "what": f"A made-up action, {number}."}),
                at=AT,
            )
            items = [LinkedItem(one.item_id, one.year, 2, 3) for one in model.items]
            changes.set_action_items(session, action, items)
            for year, stage in zip(
                (2010, 2011, 2012), ("agreed", "implemented", "embedded"), strict=True
            ):
                milestone = changes.add_milestone(session, action, f"By {year}.", stage)
                changes.add_promise(session, milestone, Promise(date(year, 4, 1), "", "demo", AT))
            for quarter in QUARTERS:
                if updates < UPDATES:
                    changes.keep_update(
                        session,
                        UpdateFacts(
                            0, action, quarter, "in_progress", "medium", "Courses ran.", "",
                            model.entered.lead_person, AT, 1,
                        ),
                    )  # fmt: skip
                    updates += 1
        return len(plan_actions.actions_of_plan(session, plan.id)), updates


def _cpu_ms(server: Measured, visitor: Visitor) -> float:
    """Milliseconds of the processor that a whole run takes."""
    before = server.cpu_seconds()
    for _ in range(RUNS):
        visitor.run()
    return (server.cpu_seconds() - before) / RUNS * 1000


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "served.db"
        shutil.copy(built().path, database)
        store = Store(f"sqlite:///{database}")
        actions, updates = enlarge(store)
        store.close()
        print(f"A plan of {actions} actions and {updates} updates ({TURNS} turns of {RUNS} runs)")
        taken: dict[str, list[float]] = {name: [] for name in PAGES}
        with serving("app:app", demonstration(database, DEMO_TODAY), "/readyz") as server:
            visitors = {
                name: Visitor(server.port, query, page, sign_in(server.port, "coordinator"))
                for name, (page, query) in PAGES.items()
            }
            with ExitStack() as stack:
                for visitor in visitors.values():
                    stack.enter_context(visitor).run()
                for _ in range(TURNS):
                    for name, visitor in visitors.items():
                        taken[name].append(_cpu_ms(server, visitor))
    best = {name: min(times) for name, times in taken.items()}
    for name, found in best.items():
        print(f"  {name:12s} CPU {found:6.1f} ms ({found / best['results']:4.2f} of Results)")
    return [
        at_most(
            "The board with 300 actions, of a page of Results",
            best["the board"] / best["results"],
            MOST,
            "times",
            digits=2,
        )
    ]
