"""Published figures of the workforce before the Trusts' own: for reference, and never tested."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from owf.settings import DATA

EVIDENCE_BASE = (
    "2020 Children and Young People's Workforce Strategy: the evidence base, December 2008"
)


@dataclass(frozen=True)
class SectorSize:
    """How many people were estimated to work in one sector, in that year."""

    sector: str
    people: int
    year: str


@dataclass(frozen=True)
class WorkforceSize:
    sectors: Sequence[SectorSize]
    source: str = f"{EVIDENCE_BASE}, table 2.1"

    @property
    def people(self) -> int:
        return sum(one.people for one in self.sectors)


@dataclass(frozen=True)
class Vacancies:
    """In percent of posts, oldest first."""

    years: tuple[int, ...]
    rates: Mapping[str, tuple[float, ...]]
    source: str = f"{EVIDENCE_BASE}, figure 4.1"


@cache
def workforce_size() -> WorkforceSize:
    with (DATA / "workforce-2008.csv").open(encoding="utf-8", newline="") as file:
        return WorkforceSize(
            tuple(
                SectorSize(row["sector"], int(row["people"]), row["year"])
                for row in csv.DictReader(file)
            )
        )


@cache
def vacancies() -> Vacancies:
    rates: dict[str, dict[int, float]] = {}
    with (DATA / "vacancies-2004-2006.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rates.setdefault(row["group"], {})[int(row["year"])] = float(row["percent"])
    years = tuple(sorted(next(iter(rates.values()))))
    return Vacancies(
        years, {group: tuple(of[year] for year in years) for group, of in rates.items()}
    )
