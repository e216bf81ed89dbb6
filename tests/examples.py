"""Good practice for the tests: Trusts that have signed, and a made-up example of theirs."""

from dataclasses import replace
from datetime import date

from owf.improvement.good_practice.offering import offer_practice
from owf.store.good_practice import Described
from tests.cast import CAMBRIDGESHIRE, LEEDS, Cast, Place

EXAMPLE = Described(
    title="One form for all",
    what="We wrote one form together.",
    with_whom="Schools and health.",
    what_it_took="Three afternoons.",
    evidence="Fewer forms. See https://example.org/forms.",
    contact="CAF coordinator, caf@example.org",
    visible_to="england",
    until=date(2010, 7, 10),
)


def example(**differently: object) -> Described:
    return replace(EXAMPLE, **differently)  # type: ignore[arg-type]


def signed(cast: Cast, trust: int, publication: str = "full", **levels: int) -> Place:
    """Sign a Trust's 2009: every question at 3 but these (``caf_1=5``)."""
    known = {CAMBRIDGESHIRE: cast.cambridgeshire, LEEDS: cast.leeds}
    place = known.get(trust) or cast.open_trust(trust)
    by_item = {name.replace("_", "-"): level for name, level in levels.items()}
    given = {item.id: 3 for item in cast.pack.items} | by_item
    cast.sign(place, dict.fromkeys(place.returns, given), publication)
    return place


def offered(cast: Cast, place: Place, item_id: str = "caf-1", **differently: object) -> int:
    """Let a Trust's chair offer an example; gives its id."""
    return offer_practice(cast.store, place.chair, place.trust, item_id, example(**differently))
