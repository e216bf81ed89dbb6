"""What the demonstration states place by place, where the model would otherwise leave it to chance.

All of it is made up but the directions of ``CAMBRIDGESHIRE_2008``. Levels are those of the scale.
"""

from __future__ import annotations

from collections.abc import Mapping

Effects = Mapping[tuple[str, str | None], float]
"""(theme, aspect or None for the whole theme) -> levels added."""

Disagreement = Mapping[tuple[str, str], float]
"""(sector, item) -> levels added to that partner's answer alone."""

CORE_THEMES = frozenset({"caf", "lead-professional", "information-sharing", "multi-agency"})
"""The practices that were asked about before there were other themes."""

EAST_OF_ENGLAND = "E12000006"

CAMBRIDGESHIRE = 873
LUTON = 821
PETERBOROUGH = 874
SOUTHEND = 882
THURROCK = 883

EAST_2008 = (820, 821, 873, 874, 881, 882, 883, 919, 926, 935)
"""The Trusts of the East of England in 2008, by DfE number."""
EAST_2009 = (821, 822, 823, 873, 874, 881, 882, 883, 919, 926, 935)
"""The same a year later, when Bedfordshire had become two."""

# About one level where Cambridgeshire's strategy for 2009-12 reported a difference from the
# region in June/July 2008, none where it reported none.
CAMBRIDGESHIRE_2008: Effects = {
    ("multi-agency", "co-location"): 1.0,
    ("multi-agency", "commitment"): 1.0,
    ("multi-agency", "training"): 1.0,
    ("multi-agency", "coaching"): 1.0,
    ("multi-agency", "involving-practitioners"): 1.0,
    ("multi-agency", "benefit"): -1.0,
    ("lead-professional", None): -1.0,
}

# Made up: the roll-out of the lead professional has begun to show, and evidence is collected. Of
# the wider themes, its partners share a purpose and know little yet of what comes of it.
CAMBRIDGESHIRE_2009: Effects = {
    ("multi-agency", "co-location"): 0.9,
    ("multi-agency", "commitment"): 0.9,
    ("multi-agency", "training"): 0.9,
    ("multi-agency", "coaching"): 0.9,
    ("multi-agency", "involving-practitioners"): 0.9,
    ("multi-agency", "benefit"): -0.5,
    ("lead-professional", None): -0.2,
    ("shared-identity", None): 0.8,
    ("common-values", None): 0.3,
    ("participation", None): 0.4,
    ("complementary-roles", None): -0.3,
    ("outcomes-focused", None): -0.8,
}

EFFECTS: Mapping[tuple[int, int], Effects] = {
    (CAMBRIDGESHIRE, 2008): CAMBRIDGESHIRE_2008,
    (CAMBRIDGESHIRE, 2009): CAMBRIDGESHIRE_2009,
}
"""(Trust, year) -> its effects."""

# Something to moderate: one question of each core theme, and one of the wider themes, on which
# partners see two different things.
CAMBRIDGESHIRE_DISAGREES: Disagreement = {
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

DISAGREEMENTS: Mapping[tuple[int, int], Disagreement] = {
    (CAMBRIDGESHIRE, 2009): CAMBRIDGESHIRE_DISAGREES
}
"""(Trust, year) -> where single partners differ on single items."""

# The comparison that Cambridgeshire published for 2008 rests on all ten being named.
PUBLICATION: Mapping[tuple[int, int], str] = {
    **{(trust, 2008): "full" for trust in EAST_2008},
    **{(trust, 2009): "full" for trust in EAST_2009},
    (LUTON, 2009): "headline",
    (PETERBOROUGH, 2009): "headline",
    (SOUTHEND, 2009): "headline",
    (THURROCK, 2009): "done",
}
"""(Trust, year) -> publication level."""

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
    # Too few to show any figure.
    (THURROCK, 2008): {"schools": 2, "early-years": 1, "social-care": 1},
}
"""(Trust, year) -> practitioners who respond by sector."""
