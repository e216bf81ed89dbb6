"""Where single partners of the demonstration see single questions otherwise: all of it made up."""

from __future__ import annotations

from collections.abc import Mapping

from owf.demo.stated import CAMBRIDGESHIRE

Disagreement = Mapping[tuple[str, str], float]
"""(sector, item) -> levels added to that partner's answer alone."""

# Something to moderate: one question of each core theme, and one of the wider themes, on which
# partners see two different things.
CAMBRIDGESHIRE_2009: Disagreement = {
    ("early-years", "caf-08"): 2.0,
    ("health", "caf-08"): 1.0,
    ("schools", "caf-08"): -1.0,
    ("voluntary", "caf-08"): -1.0,
    ("social-care", "caf-08"): -2.0,
    ("youth-offending", "caf-08"): -2.0,
    ("council-workforce", "lp-07"): 2.0,
    ("health", "lp-07"): 2.0,
    ("social-care", "lp-07"): 2.0,
    ("lscb", "lp-07"): 1.0,
    ("childrens-hr", "lp-07"): 1.0,
    ("early-years", "lp-07"): -1.0,
    ("voluntary", "lp-07"): -1.0,
    ("schools", "lp-07"): -2.0,
    ("health", "is-08"): 1.0,
    ("lscb", "is-08"): 1.0,
    ("childrens-hr", "is-08"): 1.0,
    ("early-years", "is-08"): -1.0,
    ("sport", "is-08"): -1.0,
    ("schools", "is-08"): -2.0,
    ("voluntary", "is-08"): -2.0,
    ("council-workforce", "ma-12"): 1.0,
    ("health", "ma-12"): 1.0,
    ("lscb", "ma-12"): 1.0,
    ("childrens-hr", "ma-12"): 1.0,
    ("early-years", "ma-12"): -1.0,
    ("sport", "ma-12"): -2.0,
    ("voluntary", "ma-12"): -2.0,
    ("social-care", "be-04"): 2.0,
    ("council-workforce", "be-04"): 1.0,
    ("health", "be-04"): 1.0,
    ("childrens-hr", "be-04"): 1.0,
    ("early-years", "be-04"): -1.0,
    ("schools", "be-04"): -2.0,
    ("sport", "be-04"): -2.0,
    ("voluntary", "be-04"): -2.0,
    ("youth-offending", "be-04"): -2.0,
}

# Three years later, on other questions, two of which were new in 2010.
CAMBRIDGESHIRE_2012: Disagreement = {
    ("council-workforce", "caf-17"): 1.0,
    ("health", "caf-17"): 1.0,
    ("lscb", "caf-17"): 1.0,
    ("schools", "caf-17"): -1.0,
    ("social-care", "caf-17"): -2.0,
    ("voluntary", "caf-17"): -2.0,
    ("youth-offending", "caf-17"): -2.0,
    ("early-years", "lp-08"): -2.0,
    ("schools", "lp-08"): -2.0,
    ("social-care", "lp-08"): -1.0,
    ("sport", "lp-08"): -2.0,
    ("voluntary", "lp-08"): -3.0,
    ("youth-offending", "lp-08"): -3.0,
    ("council-workforce", "is-12"): 1.0,
    ("lscb", "is-12"): 1.0,
    ("social-care", "is-12"): 2.0,
    ("youth-offending", "is-12"): 1.0,
    ("early-years", "is-12"): -2.0,
    ("schools", "is-12"): -2.0,
    ("sport", "is-12"): -1.0,
    ("voluntary", "is-12"): -1.0,
    ("health", "ma-16"): 1.0,
    ("childrens-hr", "ma-16"): 1.0,
    ("lscb", "ma-16"): 1.0,
    ("youth-offending", "ma-16"): 1.0,
    ("early-years", "ma-16"): -2.0,
    ("schools", "ma-16"): -3.0,
    ("social-care", "ma-16"): -3.0,
    ("sport", "ma-16"): -2.0,
    ("voluntary", "ma-16"): -2.0,
    ("health", "pa-03"): 1.0,
    ("childrens-hr", "pa-03"): 1.0,
    ("lscb", "pa-03"): 1.0,
    ("organisational-development", "pa-03"): 1.0,
    ("schools", "pa-03"): -2.0,
    ("sport", "pa-03"): -2.0,
    ("voluntary", "pa-03"): -2.0,
    ("youth-offending", "pa-03"): -2.0,
}

DISAGREEMENTS: Mapping[tuple[int, int], Disagreement] = {
    (CAMBRIDGESHIRE, 2009): CAMBRIDGESHIRE_2009,
    (CAMBRIDGESHIRE, 2012): CAMBRIDGESHIRE_2012,
}
"""(Trust, year) -> where single partners differ on single items."""
