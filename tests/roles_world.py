"""The cast in a world where everything that may be asked for is there, in both Trusts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from owf.access import OPERATOR, Actor
from owf.assessment.signing.sign_off import sign_off
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND, LEEDS, Cast

YORKSHIRE = "E12000003"
PUBLICATIONS = {2008: "full", 2007: "headline", 2006: "done"}
"""Year -> what both Trusts show of it."""
CASES = {"signed, in full": 2008, "signed, headline": 2007, "signed, done": 2006, "": 2009} | {
    "agreed, inside": 2006, "agreed, region": 2007, "agreed, public": 2008, "draft": 2009
}  # fmt: skip
"""A case of the table -> the year in which it can be tried."""
LEVELS = {"health": 2, "police": 3, "schools": 4}


@dataclass(frozen=True)
class Where:
    """A place that somebody asks for: a partner with its return, in a Trust, in a region."""

    name: str
    trust: int
    region: str
    sector: str
    partner: int
    return_id: int
    round_id: int


@dataclass(frozen=True)
class World:
    """The cast with three signed years behind them, and the places that they may ask for."""

    cast: Cast
    places: tuple[Where, ...]

    def people(self) -> dict[str, dict[str, Actor]]:
        """Column of the table -> name -> person."""
        cast = self.cast
        return {
            "respondent": {"alice": cast.alice, "bob": cast.bob, "ivan": cast.ivan},
            "coordinator": {"carol": cast.carol},
            "steering": {"dave": cast.dave},
            "chair": {"erin": cast.erin, "judy": cast.judy},
            "regional lead": {"frank": cast.frank},
            "national": {"grace": cast.grace},
            "administrator": {"heidi": cast.heidi},
            "operator": {"operator": OPERATOR},
            "nobody": {"mallory": cast.mallory},
        }


def owns(person: str, column: str, where: Where, what: str) -> bool:
    """Whether a place is somebody's own: a partner, a Trust or a region, by what is asked for."""
    trust = LEEDS if person in ("ivan", "judy") else CAMBRIDGESHIRE
    if column == "regional lead":
        return where.region == EAST_OF_ENGLAND
    if column == "respondent" and what == "partner":
        return where.trust == trust and where.sector == "police"
    return where.trust == trust


@pytest.fixture
def world(cast: Cast) -> World:
    """Both Trusts have signed three years, one at each level, and are answering the fourth."""
    for year, publication in PUBLICATIONS.items():
        cast.open_year(year)
        for place in (cast.cambridgeshire, cast.leeds):
            earlier = cast.again(place, year)
            cast.submit_all(earlier, LEVELS)
            cast.accept_all(earlier)
            sign_off(cast.store, place.chair, earlier.round_id, publication)
    found = []
    for name, place, region, sector in (
        ("Cambridgeshire's police", cast.cambridgeshire, EAST_OF_ENGLAND, "police"),
        ("Cambridgeshire's health", cast.cambridgeshire, EAST_OF_ENGLAND, "health"),
        ("Leeds' police", cast.leeds, YORKSHIRE, "police"),
    ):
        found.append(
            Where(
                name,
                place.trust,
                region,
                sector,
                place.partners[sector],
                place.returns[sector],
                place.round_id,
            )
        )
    return World(cast, tuple(found))
