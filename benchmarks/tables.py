"""What the tables of 2009 cost: every question of England, from the database and from memory.

Bound: under 1 s for all three tables over all questions, read from the database.
"""

from __future__ import annotations

import statistics
import time

from owf.access import Actor
from owf.assessment.item_tables import KEPT, open_item_tables
from owf.store import Store

RUNS = 7
BOUND_S = 1.0


def report(store: Store, who: Actor, year: int) -> bool:
    """Print what England's tables of a year take, cold and warm; gives whether they keep the bound.

    Cold is with nothing in memory but the parsed questionnaire, as after each signature.

    Args:
        store: a database with England's year.
        who: somebody who may see England.
        year: a year that Trusts have signed.
    """
    view = open_item_tables(store, who, year)
    cold = statistics.median(_seconds(store, who, year, forget=True) for _ in range(RUNS))
    warm = statistics.median(_seconds(store, who, year, forget=False) for _ in range(RUNS))
    kept = cold <= BOUND_S
    print(
        f"Tables of 2009: {len(view.questions)} questions, {view.published} of {view.signed} "
        f"Trusts published in full ({RUNS} runs)"
    )
    print(f"  from the database {cold * 1000:7.1f} ms   at most {BOUND_S * 1000:.0f} ms")
    print(f"  from memory       {warm * 1000:7.1f} ms")
    print(f"  bound {'kept' if kept else 'NOT KEPT'}")
    return kept


def _seconds(store: Store, who: Actor, year: int, *, forget: bool) -> float:
    if forget:
        KEPT.clear()
    began = time.perf_counter()
    open_item_tables(store, who, year)
    return time.perf_counter() - began
