"""Where single partners of the demonstration differ on single questions: all of it made up."""

from collections.abc import Mapping

from owf.demo.places import CAMBRIDGESHIRE, SOUTHEND, THURROCK, Effects

Disagreement = Mapping[tuple[str, str], float]
"""(sector, item) -> levels added to that partner's answer alone."""


def _by_sector(levels: Mapping[str, Mapping[float, str]]) -> Disagreement:
    """From item -> levels added -> the sectors that add them, one after the other."""
    return {
        (sector, item): added
        for item, by_level in levels.items()
        for added, sectors in by_level.items()
        for sector in sectors.split()
    }


# Something to moderate: one question of each core theme, and one of the wider themes, on which
# partners see two different things.
CAMBRIDGESHIRE_2009 = _by_sector(
    {
        "caf-08": {
            1.0: "early-years health",
            -1.0: "schools voluntary",
            -2.0: "social-care youth-offending",
        },
        "lp-07": {
            2.0: "council-workforce health social-care",
            1.0: "lscb childrens-hr",
            -1.0: "early-years schools voluntary",
        },
        "is-08": {
            1.0: "health lscb childrens-hr",
            -1.0: "early-years schools sport",
            -2.0: "voluntary",
        },
        "ma-12": {
            1.0: "council-workforce health lscb childrens-hr",
            -1.0: "early-years sport voluntary",
        },
        "be-04": {
            2.0: "social-care",
            1.0: "council-workforce health childrens-hr",
            -1.0: "early-years",
            -2.0: "schools sport voluntary youth-offending",
        },
    }
)

# Three years later, on other questions, two of which were new in 2010.
CAMBRIDGESHIRE_2012 = _by_sector(
    {
        "caf-17": {
            1.0: "council-workforce health lscb",
            -1.0: "schools",
            -2.0: "social-care voluntary youth-offending",
        },
        "lp-08": {
            -2.0: "early-years schools sport",
            -1.0: "social-care",
            -3.0: "voluntary youth-offending",
        },
        "is-12": {
            1.0: "council-workforce lscb youth-offending",
            2.0: "social-care",
            -2.0: "early-years schools",
            -1.0: "sport voluntary",
        },
        "ma-16": {
            1.0: "health childrens-hr lscb youth-offending",
            -2.0: "early-years sport voluntary",
            -3.0: "schools social-care",
        },
        "pa-03": {
            1.0: "health childrens-hr lscb organisational-development",
            -2.0: "schools sport voluntary youth-offending",
        },
    }
)

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
