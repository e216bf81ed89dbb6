"""The engine's honesty: a simulation of which the truth is known.

Bounds (issue 4): at most 5% plus two Monte Carlo standard errors of identical Trusts called
different in a family; 90% of true gaps found, none the wrong way.
"""

from __future__ import annotations

from benchmarks.lines import Line, at_least, at_most
from benchmarks.simulation import false_alarms, gaps_found

REGIONS = 400
SEED = 2008


def report() -> list[Line]:
    """Print the figures; gives what was promised of them."""
    print(f"Identical Trusts ({REGIONS} regions of ten): share with anything called different")
    lines: list[Line] = []
    for family, rate in false_alarms(REGIONS, SEED).items():
        print(f"  {family:8s} {100 * rate.share:5.1f}% (standard error {100 * rate.se:.1f})")
        if family != "any":
            bound = 5 + 200 * rate.se
            lines.append(
                at_most(f"False alarms in a family: {family}", 100 * rate.share, bound, "%", 1)
            )
    for themes in (1, 4, 12):
        gap = gaps_found(REGIONS, SEED, themes=themes)
        lines += [
            at_least(f"True gaps found over {themes} themes", 100 * gap.found, 90, "%", 1),
            at_most(f"  found the wrong way over {themes} themes", 100 * gap.wrong, 0, "%", 1),
        ]
        print(
            f"  a true gap of one level, {themes:2d} themes: found {100 * gap.found:.1f}%, "
            f"the wrong way {100 * gap.wrong:.1f}%"
        )
    return lines
