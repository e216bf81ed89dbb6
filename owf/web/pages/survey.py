"""Survey: the link for a Trust's practitioners, and how their survey goes."""

from owf.assessment.survey.overview import open_survey_view
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.survey.panel import survey_panel
from owf.web.widgets.url_state import trust_and_year

trust, year = trust_and_year(
    "This page is for the coordinator, the steering group and the chair of a Trust. "
    "If you were asked to answer a survey, open the link that you were sent."
)
view = open_survey_view(get_store(), signed_in(), trust, year)
html.heading(
    "The practitioners' survey", above=f"{view.round.trust_name}: survey {view.round.year}"
)
survey_panel(view)
