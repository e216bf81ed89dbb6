"""Which Trust, year and comparator the pages Compare and Results show, and to choose them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import streamlit as st

from owf import clock
from owf.access import Actor
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.trust_comparison import COMPARATORS, MOST_PEERS, compare_with
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.results.page_opening import Box, choose_side_by_side
from owf.web.widgets.chart import chart_block
from owf.web.widgets.url_state import number_in_address

PEERS = "peers"
Options: TypeAlias = tuple[tuple[int, str, int], ...]
"""(Trust, its name, year) of all results that a person may open, newest first."""


@dataclass(frozen=True)
class Compared:
    """A comparison, and what raises at a download where somebody may not see it any more."""

    view: TrustComparison
    may: Callable[[Actor], object]

    @property
    def draw(self) -> Callable[..., None]:
        about, trust = f"{self.view.trust.name} {self.view.year}", self.view.trust.dfe_number
        return partial(chart_block, may=self.may, about=about, trust=trust)


def trust_and_year_named(
    options: Options, otherwise: int | None = None
) -> tuple[int | None, int, list[int]]:
    trust = number_in_address("trust")
    if trust is None:
        trust = options[0][0] if options else otherwise
    years = [year for number, _, year in options if number == trust]
    named = number_in_address("year")
    return trust, named if named is not None else (years or [clock.today().year])[0], years


def open_compared(options: Options) -> Compared:
    """Raises: NotFound: there is nothing to open yet."""
    trust, year, _ = trust_and_year_named(options)
    if trust is None:
        raise NotFound(
            "No Trust whose results you can open has signed off yet. The chair can sign on "
            "the Sign-off page when every partner has submitted and all levels are agreed."
        )
    comparator = st.query_params.get("with", COMPARATORS[0])
    # While nobody is picked yet, the page shows the region and asks for Trusts.
    if comparator not in COMPARATORS or (comparator == PEERS and not _peers()):
        comparator = COMPARATORS[0]
    opened = partial(
        compare_with, get_store(), trust=trust, year=year, comparator=comparator, peers=_peers()
    )
    view = opened(who=signed_in())
    return Compared(view, lambda who: check_same_eyes(view, opened(who=who)))


def check_same_eyes(drawn: TrustComparison, now: TrustComparison) -> None:
    """Raises: NotAllowed: one is seen by the Trust's own people, and the other from outside."""
    if drawn.seen_from_outside is not now.seen_from_outside:
        raise NotAllowed(
            f"What you can see of {now.trust.name} has changed since you opened this page. Reload "
            "the page, then download."
        )


def _peers() -> tuple[int, ...]:
    """The Trusts picked by hand, as the address names them: ``peers=821-822-823``."""
    parts = st.query_params.get("peers", "").split("-")
    return tuple(int(one) for one in parts if one.isascii() and one.isdigit() and len(one) == 3)


def trusts_of(view: TrustComparison, options: Options) -> dict[str, str]:
    names = {str(number): name for number, name, year in options if year == view.year}
    return {**names, str(view.trust.dfe_number): view.trust.name}


def choose_compared(view: TrustComparison, names: Mapping[str, str]) -> None:
    against = {"region": view.trust.region_name, "england": "England"}
    if view.has_neighbours:
        against["neighbours"] = "Statistical neighbours"
    against[PEERS] = "Trusts I choose"
    boxes = trust_and_year_boxes(view, names)
    compared = Box("with", "Compared with", against, view.comparator_kind)
    *_, wanted = choose_side_by_side([*boxes, compared], [2, 1, 2] if len(boxes) > 1 else [1, 2, 2])
    if wanted == PEERS:
        _pick_peers(view)


def trust_and_year_boxes(
    view: TrustComparison, names: Mapping[str, str], forgets: Sequence[str] = ()
) -> list[Box]:
    years = {str(year): str(year) for year in view.signed_years}
    trust = Box("trust", "Trust", names, str(view.trust.dfe_number), forgets)
    year = Box("year", "Year", years, str(view.year), forgets)
    return [trust, year] if len(names) > 1 else [year]


def _pick_peers(view: TrustComparison) -> None:
    names = dict(view.to_pick_from)

    def _keep() -> None:
        st.query_params["peers"] = "-".join(str(one) for one in st.session_state["pick-peers"])

    st.session_state["pick-peers"] = [one for one in _peers() if one in names]
    st.multiselect(
        "Trusts to compare with: at least five",
        list(names),
        format_func=names.__getitem__,
        key="pick-peers",
        on_change=_keep,
        max_selections=MOST_PEERS,
    )
