"""Where the demonstration's Trusts stand on themes and aspects, place by place and year by year.

All of it is made up but the directions of ``CAMBRIDGESHIRE_2008``. Levels are those of the scale.
"""

from collections.abc import Mapping

CORE_THEMES = frozenset({"caf", "lead-professional", "information-sharing", "multi-agency"})

EAST_OF_ENGLAND = "E12000006"

CAMBRIDGESHIRE = 873
ESSEX = 881
HERTFORDSHIRE = 919
LUTON = 821
NORFOLK = 926
PETERBOROUGH = 874
SOUTHEND = 882
SUFFOLK = 935
THURROCK = 883

EAST_2008 = (820, 821, 873, 874, 881, 882, 883, 919, 926, 935)
EAST_2009 = (821, 822, 823, 873, 874, 881, 882, 883, 919, 926, 935)
"""The same from the year after, when Bedfordshire had become two."""

TAKING_PART: Mapping[tuple[int, int], tuple[str, ...]] = {
    (THURROCK, 2011): ("council-workforce", "social-care"),
}
"""(Trust, year) -> the sectors that take part, where it is not all of them."""

# The comparison that Cambridgeshire published for 2008 rests on all ten being named. In each later
# year at least six others are, so that every theme and aspect can be compared; those at their
# headline are three, or one or two, whom a subtraction would give away.
PUBLICATION: Mapping[tuple[int, int], str] = {
    **{(trust, 2008): "full" for trust in EAST_2008},
    **{(trust, year): "full" for trust in EAST_2009 for year in (2009, 2010, 2011, 2012)},
    (LUTON, 2009): "headline",
    (PETERBOROUGH, 2009): "headline",
    (SOUTHEND, 2009): "headline",
    (THURROCK, 2009): "done",
    (LUTON, 2010): "headline",
    (PETERBOROUGH, 2010): "headline",
    (SOUTHEND, 2010): "headline",
    (PETERBOROUGH, 2011): "headline",
    (SOUTHEND, 2011): "headline",
    (PETERBOROUGH, 2012): "headline",
    (SOUTHEND, 2012): "done",
}
"""(Trust, year) -> publication level."""


Effects = Mapping[tuple[str, str | None], float]
"""(theme, aspect or None for the whole theme) -> levels added."""


def _on_working_together(levels: float) -> Effects:
    aspects = ("co-location", "commitment", "training", "coaching", "involving-practitioners")
    return {("multi-agency", aspect): levels for aspect in aspects}


# About one level where Cambridgeshire's strategy for 2009-12 reported a difference from the
# region in June/July 2008, none where it reported none.
CAMBRIDGESHIRE_2008: Effects = {
    **_on_working_together(1.0),
    ("multi-agency", "benefit"): -1.0,
    ("lead-professional", None): -1.0,
}

# Made up: the roll-out of the lead professional starts to show, and evidence is collected. Of
# the wider themes, its partners share a purpose and know little yet of what comes of it.
CAMBRIDGESHIRE_2009: Effects = {
    **_on_working_together(0.9),
    ("multi-agency", "benefit"): -0.5,
    ("lead-professional", None): -0.2,
    ("shared-identity", None): 0.8,
    ("common-values", None): 0.3,
    ("participation", None): 0.4,
    ("complementary-roles", None): -0.3,
    ("outcomes-focused", None): -0.8,
}

# Made up: the lead professional has caught up, evidence of benefits follows slowly.
CAMBRIDGESHIRE_2010: Effects = {
    **CAMBRIDGESHIRE_2009,
    ("multi-agency", "benefit"): -0.4,
    ("lead-professional", None): 0.1,
    ("complementary-roles", None): -0.2,
    ("outcomes-focused", None): -0.7,
}
CAMBRIDGESHIRE_2011: Effects = {
    **CAMBRIDGESHIRE_2010,
    ("multi-agency", "training"): 0.7,
    ("multi-agency", "coaching"): 0.7,
    ("multi-agency", "benefit"): -0.2,
    ("lead-professional", None): 0.3,
    ("shared-identity", None): 0.6,
    ("outcomes-focused", None): -0.5,
}
CAMBRIDGESHIRE_2012: Effects = {
    **CAMBRIDGESHIRE_2011,
    ("multi-agency", "benefit"): 0.1,
    ("lead-professional", None): 0.4,
    ("complementary-roles", None): 0.0,
    ("outcomes-focused", None): -0.3,
}

WIDER_THEMES = (
    "shared-identity",
    "common-values",
    "behaviours",
    "trained-workforce",
    "complementary-roles",
    "capacity-and-safety",
    "outcomes-focused",
    "participation",
)


def _throughout(levels: float) -> Effects:
    return {(theme, None): levels for theme in (*sorted(CORE_THEMES), *WIDER_THEMES)}


# A new service of several agencies found need that nobody had known of: its partners rated lower
# what is there to meet it, and knew by the next year what to do.
NORFOLK_2011: Effects = {
    ("caf", None): -0.9,
    ("lead-professional", None): -0.6,
    ("multi-agency", None): -0.8,
    ("complementary-roles", None): -0.6,
    ("capacity-and-safety", None): -0.7,
    ("outcomes-focused", None): -0.6,
}

EFFECTS: Mapping[tuple[int, int], Effects] = {
    (CAMBRIDGESHIRE, 2008): CAMBRIDGESHIRE_2008,
    (CAMBRIDGESHIRE, 2009): CAMBRIDGESHIRE_2009,
    (CAMBRIDGESHIRE, 2010): CAMBRIDGESHIRE_2010,
    (CAMBRIDGESHIRE, 2011): CAMBRIDGESHIRE_2011,
    (CAMBRIDGESHIRE, 2012): CAMBRIDGESHIRE_2012,
    (NORFOLK, 2011): NORFOLK_2011,
    # Steadily better, year after year.
    (SUFFOLK, 2010): _throughout(0.15),
    (SUFFOLK, 2011): _throughout(0.3),
    (SUFFOLK, 2012): _throughout(0.45),
}
"""(Trust, year) -> its effects."""
