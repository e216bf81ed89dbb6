"""Which Trust, year and comparator the page Compare shows: from its address, and to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.trust_comparison import COMPARATORS, MOST_PEERS, compare_with
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.store import get_store
from owf.web.charts import Chart
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.widgets.chart import chart_block
from owf.web.widgets.url_state import choose, number_in_address

PEERS = "peers"
Options: TypeAlias = tuple[tuple[int, str, int], ...]


@dataclass(frozen=True)
class Compared:
    """What the page shows, with the charts' way onto it.

    Attributes:
        view: everything that is said.
        may: asks at a download whether somebody may still see this.
    """

    view: TrustComparison
    may: Callable[[Actor], object]

    def draw(
        self,
        chart: Chart,
        key: str,
        section: str = "",
        notes: Markup = html.NOTHING,
        *,
        table_in_fold: bool = False,
    ) -> None:
        """Put a chart on the page, with its files."""
        chart_block(
            chart,
            key,
            section=section,
            notes=notes,
            may=self.may,
            about=f"{self.view.trust.name} {self.view.year}",
            trust=self.view.trust.dfe_number,
            table_in_fold=table_in_fold,
        )


def open_compared(options: Options) -> Compared:
    """What the address names, and where it names nothing, the first that may be opened.

    Args:
        options: (Trust, its name, year) of all that this person may open, newest first.

    Raises:
        NotFound: there is nothing to open yet.
    """
    trust = number_in_address("trust")
    year = number_in_address("year")
    if trust is None:
        if not options:
            raise NotFound(
                "No Trust whose results you can open has signed off yet. The chair can sign on "
                "the Sign-off page when every partner has submitted and all levels are agreed."
            )
        trust = options[0][0]
    if year is None:
        years = [one for number, _, one in options if number == trust]
        year = years[0] if years else clock.today().year
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
    """Hand out no file of what its page showed to somebody who saw more, or less, than they do now.

    Args:
        drawn: what the page shows.
        now: the same as whoever downloads would see it.

    Raises:
        NotAllowed: one is seen by the Trust's own people, and the other from outside.
    """
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
    """The Trusts to choose from, by what stands in the address."""
    names = {str(number): name for number, name, year in options if year == view.year}
    return {**names, str(view.trust.dfe_number): view.trust.name}


def choose_compared(view: TrustComparison, names: Mapping[str, str]) -> None:
    """Which Trust, year and comparator; each choice stands in the address."""
    against = {"region": view.trust.region_name, "england": "England"}
    if view.has_neighbours:
        against["neighbours"] = "Statistical neighbours"
    against[PEERS] = "Trusts I choose"
    places = iter(st.columns([2, 1, 2] if len(names) > 1 else [1, 2, 2]))
    if len(names) > 1:
        with next(places):
            choose("trust", "Trust", names, str(view.trust.dfe_number))
    with next(places):
        years = {str(year): str(year) for year in view.signed_years}
        choose("year", "Year", years, str(view.year))
    with next(places):
        wanted = choose("with", "Compared with", against, view.comparator_kind)
    if wanted == PEERS:
        _pick_peers(view)


def _pick_peers(view: TrustComparison) -> None:
    """Which Trusts, among those published in full; the choice stands in the address."""
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
