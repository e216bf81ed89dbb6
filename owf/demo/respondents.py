"""How practitioners rate in the demonstration, and how many respond: all of it made up."""

from __future__ import annotations

from collections.abc import Mapping

from owf.demo.effects import Effects
from owf.demo.stated import CAMBRIDGESHIRE, SOUTHEND, THURROCK

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
