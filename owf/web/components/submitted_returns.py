"""What each partner submitted, for the steering group: one receipt at a time."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from owf.store.rounds import ReturnFacts
from owf.web import html
from owf.web.components.choosing import choose
from owf.web.components.receipt import receipt


def submitted_returns(returns: Sequence[ReturnFacts], year: int) -> None:
    """Choose a partner, and see or take out what it submitted; nothing before one has."""
    names = {str(one.partner_id): one.partner_name for one in returns if one.status == "submitted"}
    if not names:
        return
    html.show(
        Markup(
            "<h2>What partners submitted</h2><p>Use these to check a partner's own receipt, or "
            "to take to a meeting.</p>"
        )
    )
    left, _ = st.columns([2, 3])
    with left:
        chosen = choose("partner", "Partner", {"": "Choose a partner"} | names, "")
    if chosen:
        receipt(int(chosen), year)
