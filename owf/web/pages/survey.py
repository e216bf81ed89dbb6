"""Survey: the link for a Trust's practitioners, and how their survey goes."""

from __future__ import annotations

from owf.access.policy import TRUST_ROLES
from owf.assessment.refusals import NotAllowed
from owf.assessment.survey_view import SurveyView, open_survey_view
from owf.assessment.work import newest_round_year
from owf.store import get_store
from owf.web import html
from owf.web.components.choosing import number_in_address
from owf.web.components.survey_panel import survey_panel
from owf.web.frame import signed_in


def _open() -> SurveyView:
    who = signed_in()
    trusts = who.scopes(*TRUST_ROLES, scope_kind="trust")
    trust = number_in_address("trust") or (int(trusts[0]) if trusts else None)
    if trust is None:
        raise NotAllowed(
            "This page is for the coordinator, the steering group and the chair of a Trust. "
            "If you were asked to answer a survey, open the link that you were sent."
        )
    year = number_in_address("year") or newest_round_year(get_store(), trust)
    return open_survey_view(get_store(), who, trust, year)


view = _open()
html.heading(
    "The practitioners' survey", above=f"{view.round.trust_name}: survey {view.round.year}"
)
survey_panel(view)
