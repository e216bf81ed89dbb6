"""Where single partners of the demonstration see single questions otherwise: all of it made up."""

from __future__ import annotations

from collections.abc import Mapping

from owf.demo.places import CAMBRIDGESHIRE, SOUTHEND, THURROCK, Effects

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


# Practitioners rate lower than leaders: most of all on the lead professional, whose work falls on
# them; on training they have been to the same courses.
PRACTITIONERS: Effects = {
    ("lead-professional", None): -0.7,
    ("caf", "training"): 0.0,
    ("lead-professional", "training"): 0.0,
    ("information-sharing", "training"): 0.0,
    ("multi-agency", "training"): 0.0,
}

PERSONS: Mapping[str, float] = {
    "council-workforce": 1.0,
    "early-years": 6.0,
    "health": 7.0,
    "childrens-hr": 0.5,
    "lscb": 0.5,
    "organisational-development": 0.5,
    "police": 3.0,
    "schools": 8.0,
    "social-care": 7.0,
    "sport": 1.0,
    "voluntary": 4.0,
    "youth-offending": 3.0,
}
"""Sector -> practitioners who respond in an average Trust."""

RESPONSES: Mapping[tuple[int, int], Mapping[str, int]] = {
    # Enough sectors of five persons or more to put beside their leaders, and some that are not.
    (CAMBRIDGESHIRE, 2008): {
        "early-years": 6,
        "health": 7,
        "police": 3,
        "schools": 9,
        "social-care": 8,
        "sport": 1,
        "voluntary": 5,
        "youth-offending": 4,
    },
    (CAMBRIDGESHIRE, 2009): {
        "early-years": 9,
        "health": 8,
        "lscb": 1,
        "police": 4,
        "schools": 12,
        "social-care": 7,
        "sport": 2,
        "voluntary": 6,
        "youth-offending": 5,
    },
    (CAMBRIDGESHIRE, 2012): {
        "early-years": 10,
        "health": 9,
        "lscb": 1,
        "police": 5,
        "schools": 11,
        "social-care": 8,
        "sport": 2,
        "voluntary": 7,
        "youth-offending": 3,
    },
    # Too few to show any figure.
    (THURROCK, 2008): {"schools": 2, "early-years": 1, "social-care": 1},
    (THURROCK, 2011): {"social-care": 2},
    (SOUTHEND, 2012): {"schools": 2, "health": 1},
}
"""(Trust, year) -> practitioners who respond by sector."""
