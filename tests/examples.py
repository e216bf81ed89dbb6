"""An example of good practice, made up, for the tests."""

from dataclasses import replace
from datetime import date

from owf.store.good_practice import Described

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
