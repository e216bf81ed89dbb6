"""Region: the Trusts of a region side by side, and who has signed off."""

import streamlit as st
from markupsafe import Markup

from owf.assessment.results.region import open_region, region_choices
from owf.assessment.results.region_view import RegionView
from owf.markup.tables import key_points
from owf.store import get_store
from owf.web.england.item_tables import QUESTIONS
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.region.sections import (
    Regional,
    choose_theme,
    one_question,
    order_of,
    side_by_side,
    since_last_year,
    trust_by_trust,
    where_it_is_low,
)
from owf.web.region.tables import meaning_of_words, participation_list, standing_grid
from owf.web.results.page_opening import (
    ABOUT_CHANCE,
    Box,
    choose_side_by_side,
)
from owf.web.signing.reopening import told_in_region
from owf.web.widgets.url_state import Parts, number_in_address

TRUSTS, THEMES, CHANGE, PAIR = "trusts", "themes", "change", "pair"
PARTS = {
    TRUSTS: "Trust by Trust",
    THEMES: "All themes",
    CHANGE: "Year on year",
    QUESTIONS: "Question by question",
    PAIR: "Two Trusts",
}


def _open() -> RegionView:
    year = number_in_address("year")
    return open_region(
        get_store(),
        signed_in(),
        st.query_params.get("region", choices.region),
        choices.year if year is None else year,
    )


def _who_has_signed(view: RegionView) -> None:
    html.show(
        Markup("<h2>Who has signed off</h2>{}{}").format(
            Markup("<p>{}</p>").format(view.who_is_missing) if view.who_is_missing else "",
            participation_list(view.participants),
        )
    )


def _standings(view: RegionView) -> None:
    html.show(
        Markup(
            "<h2>How each Trust compares</h2><p>Each verdict compares one Trust with the others, "
            "for the same sectors, and stands with the 95% limits of the difference. The Trust's "
            "own score, from 1 to 5, is next to it. Open any verdict to see how "
            "it was worked out. {} {}</p>{}{}"
        ).format(
            order_of(view.standings[0]),
            view.unnamed,
            standing_grid(view),
            meaning_of_words(view),
        )
    )


def _colophon() -> None:
    html.show(
        Markup(
            '<div class="owf-colophon"><p>Only signed-off results are shown, and only what '
            "each Trust has published. “Don't know” and “not applicable” do not count towards a "
            "score. Where only one or two Trusts in a figure would not be named, they are left "
            "out, because their scores could be worked out.</p>{}</div>"
        ).format(ABOUT_CHANCE)
    )


def _draw(view: RegionView) -> None:
    year = Box("year", "Year", {str(one): str(one) for one in choices.years}, str(view.year))
    region = Box("region", "Region", choices.regions, view.region_code)
    shown = [region, year] if len(choices.regions) > 1 else [year]
    widths = [2, 1, 3] if len(shown) > 1 else [1, 5]
    html.heading(view.claim, above=f"{view.region_name}, {view.year}")
    choose_side_by_side(shown, widths)
    told_in_region(view.region_code, view.year)
    if view.trusts:
        parts = Parts.of(PARTS, "Which part of the region")
        parts.choose()
        if parts.show(TRUSTS):
            html.show(key_points(view.points))
            _who_has_signed(view)
        regional = (
            choose_theme(view, with_overall=parts.shown != QUESTIONS)
            if parts.show(TRUSTS, CHANGE, QUESTIONS)
            else Regional(view)
        )
        if parts.show(TRUSTS):
            trust_by_trust(regional)
        if parts.show(THEMES):
            _standings(view)
            where_it_is_low(regional)
        if parts.show(CHANGE):
            since_last_year(regional)
        if parts.show(QUESTIONS):
            one_question(regional)
        if parts.show(PAIR):
            side_by_side(view)
    elif any(one.signed_at for one in view.participants):
        html.show(key_points(view.points))
        _who_has_signed(view)
        _standings(view)
        html.notice(
            "No Trust here shows its results by name, so there is no chart. A Trust is named "
            "when its chair publishes the year in full on the Sign-off page."
        )
        since_last_year(Regional(view))
    else:
        _who_has_signed(view)
        html.notice(
            f"There is nothing to compare yet. Results for {view.year} will appear here when "
            "chairs sign. The Trusts still to sign are listed above. To see results now, choose "
            "an earlier year."
        )
    _colophon()


choices = region_choices(get_store(), signed_in())
_draw(_open())
