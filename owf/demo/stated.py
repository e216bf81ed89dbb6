"""Places of the demonstration, who of them takes part, and how much they publish: all made up."""

from __future__ import annotations

from collections.abc import Mapping

CORE_THEMES = frozenset({"caf", "lead-professional", "information-sharing", "multi-agency"})
"""The practices that were asked about before there were other themes."""

EAST_OF_ENGLAND = "E12000006"

CAMBRIDGESHIRE = 873
LUTON = 821
NORFOLK = 926
PETERBOROUGH = 874
SOUTHEND = 882
SUFFOLK = 935
THURROCK = 883

EAST_2008 = (820, 821, 873, 874, 881, 882, 883, 919, 926, 935)
"""The Trusts of the East of England in 2008, by DfE number."""
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
