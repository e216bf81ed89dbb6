"""Actions: gaps, the plan, its quarterly updates, the board, meetings, and what moved."""

import streamlit as st

from owf.improvement.plan.opening import trust_of_person
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.plan.action_page import action_page
from owf.web.plan.board import board_part
from owf.web.plan.choose import gaps_part
from owf.web.plan.meetings import meetings_part
from owf.web.plan.movement import moved_part
from owf.web.plan.my_actions import mine_part
from owf.web.plan.plan_list import plan_part
from owf.web.plan.published import plan_from_outside, plans_of_others
from owf.web.plan.selection import Selection, parts_for, selection_of
from owf.web.widgets.url_state import number_in_address

_PARTS = {
    "gaps": gaps_part,
    "plan": plan_part,
    "mine": mine_part,
    "board": board_part,
    "meetings": meetings_part,
    "moved": moved_part,
}


def _inside(selection: Selection) -> None:
    if "action" in st.query_params:
        action_page(selection)
        return
    parts = parts_for(selection)
    _PARTS[parts.shown](selection, parts)


own = trust_of_person(get_store(), signed_in())
wanted = number_in_address("trust")
if own is not None and wanted in (None, own):
    _inside(selection_of(own))
elif wanted is None:
    plans_of_others()
else:
    plan_from_outside(wanted, number_in_address("year"))
