"""Region: the Trusts of a region side by side, and who has signed off."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf.assessment.region_view import RegionView
from owf.assessment.regional_words import how_they_differ, who_stands_out
from owf.assessment.regions import RegionChoices, open_region, region_choices
from owf.assessment.standings import Standing
from owf.store import get_store
from owf.web import html
from owf.web.charts import CONFIG
from owf.web.charts.caterpillar import caterpillar, mean_of_region
from owf.web.components.changed_questions import changed_questions
from owf.web.components.choosing import choose, number_in_address
from owf.web.components.reopening import told_in_region
from owf.web.components.standing_grid import (
    change_grid,
    meaning_of_words,
    pair_table,
    participation_list,
    standing_grid,
)
from owf.web.frame import signed_in


def _open(choices: RegionChoices) -> RegionView:
    year = number_in_address("year")
    return open_region(
        get_store(),
        signed_in(),
        st.query_params.get("region", choices.region),
        choices.year if year is None else year,
    )


def _choices(view: RegionView, choices: RegionChoices) -> None:
    """Which region, where there are several to open, and which year."""
    many = len(choices.regions) > 1
    left, right, _ = st.columns([2, 1, 3] if many else [1, 1, 4])
    if many:
        with left:
            choose("region", "Region", choices.regions, view.region_code)
    with right if many else left:
        choose("year", "Year", {str(one): str(one) for one in choices.years}, str(view.year))


def _heading(view: RegionView, choices: RegionChoices) -> None:
    html.heading(view.claim, above=f"{view.region_name}, {view.year}")
    html.show(Markup('<p class="owf-lead">{}</p>').format(view.lead))
    _choices(view, choices)
    html.show(
        Markup("<h2>Who has signed off</h2>{}{}").format(
            Markup("<p>{}</p>").format(view.who_is_missing) if view.who_is_missing else "",
            participation_list(view.participants),
        )
    )


def _order(standing: Standing) -> str:
    """Why the Trusts stand in this order, and what their ranks say."""
    ranks = (
        " A rank says between which places among the named Trusts it may truly stand (95%)."
        if standing.by_score
        else ""
    )
    return standing.why + ranks


def _standings(view: RegionView) -> None:
    html.show(
        Markup(
            "<h2>Where each Trust stands</h2><p>Each verdict is one Trust against the mean of the "
            "others; its own score, from 1 to 5, stands with it. Open any verdict to see how it "
            "was worked out. {} {}</p>{}{}"
        ).format(
            _order(view.standings[0]),
            view.unnamed,
            standing_grid(view),
            meaning_of_words(view),
        )
    )


def _one_theme(view: RegionView) -> None:
    html.show(Markup("<h2>One theme, Trust by Trust</h2>"))
    themes = {theme.id: theme.title for theme in view.pack.themes}
    left, _ = st.columns([2, 3])
    with left:
        chosen = choose("theme", "Theme", {"overall": "Overall", **themes}, "overall")
    standing = view.standing(chosen)
    chart = caterpillar(
        standing,
        who_stands_out(standing.findings),
        mean_of_region(standing, view.region),
        view.rules,
    )
    html.show(
        Markup("<p><strong>{}</strong></p><p>{} {}</p>").format(
            chart.title,
            _order(standing),
            "The bar is the 95% limits of the Trust's own score. The verdict tests the Trust "
            "against the others, so it need not follow from whether the bar meets the mean.",
        )
    )
    with st.container(key="chart-caterpillar"):
        st.plotly_chart(chart.figure, theme=None, config=CONFIG, alt=chart.alt)
    html.show(chart.table)


def _pair(view: RegionView) -> None:
    html.show(Markup("<h2>Two Trusts side by side</h2>"))
    in_order = [str(one.trust) for one in view.trusts]
    names = {
        str(one.trust): one.name for one in sorted(view.trusts, key=lambda one: one.name.casefold())
    }
    if len(names) < 2:
        html.show(Markup("<p>Two Trusts that show their results by name are needed.</p>"))
        return
    one, two, _ = st.columns([2, 2, 1])
    with one:
        left = choose("left", "One Trust", names, in_order[0])
    others = {number: name for number, name in names.items() if number != left}
    with two:
        right = choose("right", "Another Trust", others, in_order[-1])
    by_number = {str(trust.trust): trust for trust in view.trusts}
    here, there = by_number[left], by_number[right]
    html.show(
        Markup(
            "<p><strong>{}</strong></p><p>The two are not tested against each other: each verdict "
            "is that Trust against the rest of {}.</p>{}"
        ).format(
            how_they_differ(here.findings, there.findings),
            view.region,
            pair_table(view, here, there),
        )
    )


def _changes(view: RegionView) -> None:
    section = f"Change since {view.year - 1}"
    if view.no_change_because:
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, view.no_change_because))
        return
    html.show(
        Markup(
            "<h2>{}</h2><p>A Trust's change is measured on the sectors that answered in both "
            "years. The region's mean is taken over the same Trusts in both, so that no Trust's "
            "coming or going moves it.</p>{}{}"
        ).format(section, changed_questions(view.change_notes, view.pack), change_grid(view))
    )


def _colophon() -> None:
    html.show(
        Markup(
            '<div class="owf-colophon"><p>Only signed-off results are shown, as far as each Trust '
            "has published them. “Don't know” and “not applicable” enter no score. Where one or "
            "two Trusts in a figure would be unnamed, they are left out of it, because their "
            "scores could be worked out.</p></div>"
        )
    )


choices = region_choices(get_store(), signed_in())
view = _open(choices)
_heading(view, choices)
told_in_region(view.region_code, view.year)
if any(one.signed_at for one in view.participants):
    _standings(view)
    if view.trusts:
        _one_theme(view)
    _changes(view)
    if view.trusts:
        _pair(view)
_colophon()
