"""Which partners the demonstration's Trusts have, and how sectors and single Trusts rate.

All of it is made up. A partner is called as its sector is; where a Trust has several of a sector,
the second is called "schools 2", and so on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from owf.demo.places import (
    ESSEX,
    HERTFORDSHIRE,
    LUTON,
    NORFOLK,
    PETERBOROUGH,
    SOUTHEND,
    SUFFOLK,
    THURROCK,
)

SECTOR_EFFECTS: Mapping[tuple[str, str | None], float] = {
    # Those who plan the work see more of what is in place than those who meet families.
    ("council-workforce", None): 0.4,
    ("childrens-hr", None): 0.3,
    ("organisational-development", None): 0.3,
    ("lscb", None): 0.2,
    ("early-years", None): 0.1,
    ("social-care", None): 0.0,
    ("health", None): 0.0,
    ("youth-offending", None): -0.1,
    ("schools", None): -0.2,
    ("sport", None): -0.2,
    ("voluntary", None): -0.3,
    ("police", None): -0.5,
    # Children's centres began with the CAF, and its paper comes to youth offending teams late.
    ("early-years", "caf"): 0.2,
    ("youth-offending", "caf"): -0.2,
    # Schools find that the role falls to them, social care has had it for long.
    ("schools", "lead-professional"): -0.2,
    ("social-care", "lead-professional"): 0.2,
    # The police have agreements on information, voluntary groups are told last.
    ("police", "information-sharing"): 0.2,
    ("voluntary", "information-sharing"): -0.2,
    # Health's teams share offices, and sports clubs have nobody to send.
    ("health", "multi-agency"): 0.2,
    ("sport", "multi-agency"): -0.2,
}
"""(sector, theme or None for all of them) -> levels that it adds everywhere, on a theme both.

Over the twelve sectors they come to nothing, so that a Trust with all of them stays where it is.
"""

WITHOUT: Mapping[int, frozenset[str]] = {
    LUTON: frozenset({"voluntary"}),
    SOUTHEND: frozenset({"sport", "youth-offending"}),
    THURROCK: frozenset({"childrens-hr", "organisational-development"}),
}
"""Trust -> the sectors that it has no partner of."""

_TREES = ("Ash", "Beech", "Cedar", "Elm", "Hazel", "Lime", "Oak", "Rowan")
_WAYS = ("Green", "Hill", "Lane", "Park", "Road")
_HEALTH = ("Primary care", "Hospitals")

# Were Hertfordshire alone in having several of a sector, the region's counts of answers would give
# its schools away and be held back; with three others they are shown whoever does not know.
SEVERAL: Mapping[tuple[int, str], tuple[str, ...]] = {
    (HERTFORDSHIRE, "schools"): tuple(f"{tree} {way} School" for way in _WAYS for tree in _TREES),
    (ESSEX, "health"): _HEALTH,
    (NORFOLK, "health"): _HEALTH,
    (SUFFOLK, "health"): _HEALTH,
}
"""(Trust, sector) -> the names of its partners, where it has several."""

QUARREL: Mapping[int, float] = {ESSEX: 2.0}
"""Trust -> by how much its partners' differences are multiplied."""

UNSURE: Mapping[tuple[int, str], float] = {
    (LUTON, "sport"): 0.45,
    (PETERBOROUGH, "organisational-development"): 0.4,
    (THURROCK, "police"): 0.6,
    (HERTFORDSHIRE, "schools 7"): 0.45,
}
"""(Trust, partner) -> the share of its answers that are "don't know"."""


def partners_of(trust: int, sectors: Iterable[str]) -> list[str]:
    """A Trust's partners among these sectors, in their order."""
    lacking = WITHOUT.get(trust, frozenset())
    return called(
        [
            sector
            for sector in sectors
            if sector not in lacking
            for _ in SEVERAL.get((trust, sector), ("",))
        ]
    )


def called(sectors: Sequence[str]) -> list[str]:
    """What partners of these sectors are called, one after the other."""
    before: Counter[str] = Counter()
    found = []
    for sector in sectors:
        before[sector] += 1
        found.append(sector if before[sector] == 1 else f"{sector} {before[sector]}")
    return found


def sector_of(partner: str) -> str:
    return partner.partition(" ")[0]


def number_of(partner: str) -> int:
    """Which of its sector's partners it is, from 1."""
    return int(partner.partition(" ")[2] or 1)


def partner_name(trust: int, partner: str, title: str) -> str:
    """What people read: the title of its sector, or its own name where there are several."""
    names = SEVERAL.get((trust, sector_of(partner)))
    return title if names is None else names[number_of(partner) - 1]
