"""What stands in the address of the page of good practice, and links within it."""

from typing import Any
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf.improvement.good_practice.viewpoint import Place
from owf.web.widgets.url_state import number_in_address

OFFERS, YOURS, REQUESTS, GAPS = "offers", "yours", "requests", "gaps"
PARTS = {
    OFFERS: "Offers",
    YOURS: "Offer yours",
    REQUESTS: "Requests",
    GAPS: "Gaps without an offer",
}


def place() -> Place:
    return Place(number_in_address("trust"), st.query_params.get("region"))


def kept() -> dict[str, Any]:
    """Whose page it is, where the address says so: every link takes it along."""
    return {name: st.query_params[name] for name in ("trust", "region") if name in st.query_params}


def link(words: str | Markup, **choices: object) -> Markup:
    query = urlencode({**kept(), **{name: str(value) for name, value in choices.items()}})
    return Markup('<a href="/good-practice?{}" target="_self">{}</a>').format(query, words)
