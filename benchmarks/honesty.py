"""The engine's honesty: simulations of which the truth is known.

Bounds (issue 18): in a family at most 5% of identical Trusts called different, with sectors
missing too; at most 10% of Trusts whose partners differ twice as much; a gap of one level found in
90%, of half a level over eight sectors that differ by 0.4 everywhere in 75%; a rise of 0.1 a year
over twelve sectors found in 90%, false trends at most 5%. Issue 20 adds single questions: with
nothing moved at most 5% of pages say that one did; a rise of one level is found in 70%. Bounds of
rates have two Monte Carlo standard errors to spare.
"""

from __future__ import annotations

from math import sqrt

from benchmarks.lines import Line, at_least, at_most
from benchmarks.simulation import (
    Rate,
    Shape,
    agreed_named,
    false_alarms,
    gaps_found,
    questions_moved,
    trends_found,
)
from owf.benchmark.rules import DEFAULT_RULES, RULES_1

REGIONS = 200
FIRST_TRUSTS = 600
"""Regions where one Trust of each counts."""
SEED = 2008
LARGE = (8, 12)

CONDITIONS = (
    ("identical Trusts", Shape(), False, 5),
    ("sectors that differ by 0.4 everywhere", Shape(sectors=0.4), False, 5),
    ("a scale used at its upper end", Shape(centre=4.3), False, 5),
    ("one Trust with only the sectors that rate high", Shape(sectors=0.4, only_high=True), True, 5),
    ("one Trust whose partners differ twice as much", Shape(partners=LARGE, quarrel=2), True, 10),
)


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    lines: list[Line] = []
    print("False calls where all Trusts are alike: any group of a family, by version 2 (1)")
    for name, shape, first_alone, bound in CONDITIONS:
        regions = FIRST_TRUSTS if first_alone else REGIONS
        new, old = (
            false_alarms(regions, SEED, shape, rules, first_alone=first_alone)
            for rules in (DEFAULT_RULES, RULES_1)
        )
        shares = ", ".join(
            f"{family} {100 * rate.share:.1f}% ({100 * old[family].share:.1f}%)"
            for family, rate in new.items()
        )
        print(f"  {name}: {shares}")
        lines += [
            _false_calls(f"False calls, {name}: {family}", rate, bound)
            for family, rate in new.items()
            if family != "any"
        ]
    for themes in (1, 4, 12):
        gap = gaps_found(REGIONS, SEED, themes=themes)
        lines += [
            at_least(f"A gap of one level found over {themes} themes", 100 * gap.found, 90, "%", 1),
            at_most(f"  found the wrong way over {themes} themes", 100 * gap.wrong, 0, "%", 1),
        ]
    half, before = (
        gaps_found(FIRST_TRUSTS, SEED, gap=0.5, units=8, sd=0.45, sectors=0.4, themes=1, rules=one)
        for one in (DEFAULT_RULES, RULES_1)
    )
    print(
        f"A gap of 0.5 over eight sectors that differ by 0.4: found {100 * half.found:.1f}% "
        f"(version 1: {100 * before.found:.1f}%)"
    )
    lines.append(at_least("A gap of 0.5 found, sectors differing", 100 * half.found, 75, "%", 1))
    for questions, wobble in ((14, 0.0), (14, 0.1), (8, 0.0)):
        trends = trends_found(FIRST_TRUSTS, SEED, questions=questions, wobble=wobble)
        print(
            f"A rise of 0.1 a year over twelve sectors and {questions} questions, Trusts wobbling "
            f"by {wobble}: found {100 * trends.found:.1f}%, false trends {100 * trends.false:.1f}%"
        )
        if questions != 14:
            continue
        spare = 2 * sqrt(0.05 * 0.95 / FIRST_TRUSTS)
        lines.append(
            at_most(f"False trends, wobble {wobble}", 100 * trends.false, 5 + 100 * spare, "%", 1)
        )
        if not wobble:
            lines.append(at_least("A rise of 0.1 a year found", 100 * trends.found, 90, "%", 1))
    for rise in (0.0, 0.5, 1.0, 1.5):
        moved = questions_moved(REGIONS, SEED, rise=rise)
        print(
            f"Eight of 55 single questions that rise by {rise} over twelve sectors: found "
            f"{100 * moved.found:.1f}%, wrong among what is said to have moved "
            f"{100 * moved.false:.1f}%"
        )
        if not rise:
            spare = 2 * sqrt(0.05 * 0.95 / REGIONS)
            false = 100 * moved.false
            lines.append(
                at_most("Pages with a question said to have moved", false, 5 + 100 * spare, "%", 1)
            )
        if rise == 1:
            lines.append(at_least("A question's rise of one level", 100 * moved.found, 70, "%", 1))
    agreed = agreed_named(REGIONS, SEED)
    print(f"Agreed scores: {100 * agreed:.1f}% of pages of identical Trusts name one as unusual")
    return lines


def _false_calls(what: str, rate: Rate, bound: float) -> Line:
    return at_most(what, 100 * rate.share, bound + 200 * rate.se, "%", 1)
