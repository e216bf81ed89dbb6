"""The pages, and who finds which of them in the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from owf.access import Actor, Role
from owf.web.markup.labels import as_label

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

_TRUST_ROLES = frozenset({Role.COORDINATOR, Role.STEERING, Role.CHAIR})
_OUTSIDE = frozenset({Role.REGIONAL_LEAD, Role.NATIONAL})


@dataclass(frozen=True)
class PageInHouse:
    file: str
    path: str
    title: str
    roles: frozenset[Role]


ASSESSMENT = PageInHouse(
    "pages/assessment.py", "assessment", "Assessment", frozenset({Role.RESPONDENT})
)
ROUND = PageInHouse(
    "pages/round.py", "round", "Round", frozenset({Role.COORDINATOR, Role.NATIONAL})
)
MODERATION = PageInHouse("pages/moderation.py", "moderation", "Moderation", _TRUST_ROLES)
SURVEY = PageInHouse("pages/survey.py", "survey", "Survey", _TRUST_ROLES)
SIGN_OFF = PageInHouse("pages/sign_off.py", "sign-off", "Sign-off", _TRUST_ROLES)
RESULTS = PageInHouse("pages/results.py", "results", "Results", _TRUST_ROLES | {Role.RESPONDENT})
COMPARE = PageInHouse(
    "pages/compare.py", "compare", "Compare", _TRUST_ROLES | _OUTSIDE | {Role.RESPONDENT}
)
REGION = PageInHouse("pages/region.py", "region", "Region", _OUTSIDE)
NATIONAL = PageInHouse("pages/national.py", "national", "England", _OUTSIDE)
ACTIONS = PageInHouse(
    "pages/actions.py", "actions", "Actions", _TRUST_ROLES | _OUTSIDE | {Role.RESPONDENT}
)
GOOD_PRACTICE = PageInHouse(
    "pages/good_practice.py",
    "good-practice",
    "Good practice",
    _TRUST_ROLES | _OUTSIDE | {Role.RESPONDENT},
)
REPORTS = PageInHouse(
    "pages/reports.py", "reports", "Reports", _TRUST_ROLES | _OUTSIDE | {Role.RESPONDENT}
)
AUDIT = PageInHouse(
    "pages/audit.py", "audit", "Record", frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
)
PEOPLE = PageInHouse(
    "pages/people.py", "people", "People", frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
)
PACKS = PageInHouse("pages/packs.py", "packs", "Questionnaires", frozenset({Role.NATIONAL}))
METHOD = PageInHouse("pages/method.py", "method", "Method", frozenset(Role))
START = PageInHouse("pages/start.py", "", "Start", frozenset(Role))
PAGES = (
    START,
    ASSESSMENT,
    ROUND,
    SURVEY,
    MODERATION,
    SIGN_OFF,
    RESULTS,
    COMPARE,
    REGION,
    NATIONAL,
    ACTIONS,
    GOOD_PRACTICE,
    REPORTS,
    PACKS,
    PEOPLE,
    AUDIT,
    METHOD,
)


def pages_for(who: Actor | None) -> list[Page]:
    """All of them, so that each address works: a hidden page says why it stays closed."""
    return [
        st.Page(
            page.file,
            title=page.title,
            url_path=page.path,
            default=page is START,
            visibility="visible"
            if who is not None and any(who.has(role) for role in page.roles)
            else "hidden",
        )
        for page in PAGES
    ]


def link_to(page: PageInHouse, label: str, /, *, main: bool = False, **choices: object) -> None:
    """``main`` marks the one thing that most people want to do next on a page."""
    # With its label: a page may lead to one place for two reasons.
    where = "-".join(str(value) for value in (page.path, *choices.values(), label))
    with st.container(key=f"main-link-{where}" if main else f"link-{where}"):
        st.page_link(
            page.file,
            label=as_label(label),
            query_params={name: str(value) for name, value in choices.items()},
        )
