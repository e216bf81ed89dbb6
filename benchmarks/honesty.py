"""The engine's honesty: a simulation of which the truth is known.

Bounds (issue 4): at most 5% plus two Monte Carlo standard errors of identical Trusts called
different in a family; 90% of true gaps found, none the wrong way.
"""

from __future__ import annotations

from benchmarks.simulation import false_alarms, gaps_found

REGIONS = 400
SEED = 2008


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
    print(f"  bounds {'kept' if kept else 'NOT KEPT'}")
    return kept
