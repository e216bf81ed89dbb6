"""The engine's honesty and speed: a simulation with known truth, and England by itself.

Bounds (issue 4): at most 5% plus two Monte Carlo standard errors of identical Trusts called
different in a family; 90% of true gaps found, none the wrong way; one Trust against England and
its region under 100 ms; all Trusts' verdicts of a year under 5 s.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np

from benchmarks.simulation import false_alarms, gaps_found
from owf.benchmark import (
    Group,
    GroupKind,
    compare_all_by_kind,
    compare_by_kind,
)

REGIONS = 400
SEED = 2008
TRUSTS, REGION, UNITS, THEMES, ASPECTS = 152, 11, 12, 12, 8
"""152 Trusts of twelve sectors; 12 themes of 8 aspects are 96 questions, one a cell."""


def _england(chance: np.random.Generator) -> Mapping[Group, Mapping[str, list[float]]]:
    """Unit scores of every Trust on overall, themes, aspects and cells."""
    answers = chance.integers(1, 6, (TRUSTS, UNITS, THEMES, ASPECTS)).astype(float)
    groups = {
        Group(GroupKind.OVERALL): answers.mean(axis=(2, 3)),
        **{
            Group(GroupKind.THEME, theme=f"t{theme}"): answers[:, :, theme].mean(axis=2)
            for theme in range(THEMES)
        },
        **{
            Group(GroupKind.ASPECT, aspect=f"a{aspect}"): answers[:, :, :, aspect].mean(axis=2)
            for aspect in range(ASPECTS)
        },
        **{
            Group(GroupKind.CELL, theme=f"t{theme}", aspect=f"a{aspect}"): answers[
                :, :, theme, aspect
            ]
            for theme in range(THEMES)
            for aspect in range(ASPECTS)
        },
    }
    return {
        group: {str(trust): scores[trust].tolist() for trust in range(TRUSTS)}
        for group, scores in groups.items()
    }


def report() -> bool:
    """Print the figures; gives whether they keep the bounds."""
    print(f"Identical Trusts ({REGIONS} regions of ten): share with anything called different")
    kept = True
    for family, rate in false_alarms(REGIONS, SEED).items():
        ceiling = 0.05 + 2 * rate.se
        bound = "" if family == "any" else f"   at most {100 * ceiling:.1f}%"
        kept = kept and (family == "any" or rate.share <= ceiling)
        print(f"  {family:8s} {100 * rate.share:5.1f}% (standard error {100 * rate.se:.1f}){bound}")
    for themes in (1, 4, 12):
        gap = gaps_found(REGIONS, SEED, themes=themes)
        kept = kept and gap.found >= 0.9 and gap.wrong == 0
        print(
            f"  a true gap of one level, {themes:2d} themes: found {100 * gap.found:.1f}%, "
            f"the wrong way {100 * gap.wrong:.1f}%"
        )
    england = _england(np.random.default_rng(SEED))
    region = {
        group: {str(trust): trusts[str(trust)] for trust in range(REGION)}
        for group, trusts in england.items()
    }
    began = time.perf_counter()
    compare_by_kind(england, "0")
    compare_by_kind(region, "0")
    one = (time.perf_counter() - began) * 1000
    began = time.perf_counter()
    compare_all_by_kind(england)
    every = time.perf_counter() - began
    kept = kept and one <= 100 and every <= 5
    print(f"England by the engine alone ({TRUSTS} Trusts, {THEMES * ASPECTS} questions)")
    print(f"  one Trust against England and its region {one:6.1f} ms   at most 100 ms")
    print(f"  every Trust's verdicts of a year         {every:6.2f} s    at most 5 s")
    print(f"  bounds {'kept' if kept else 'NOT KEPT'}")
    return kept
