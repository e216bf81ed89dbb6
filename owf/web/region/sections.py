"""The sections of the page Region: Trust by Trust, who moved, where it is low, two Trusts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st
from markupsafe import Markup

from owf.assessment.results.region import open_region
from owf.assessment.results.region_sentences import how_they_differ, who_moved, who_stands_out
from owf.assessment.results.region_view import RegionView
from owf.assessment.results.standings import Standing
from owf.charts.trusts.caterpillar import caterpillar, mean_of_region
from owf.charts.trusts.movers import movers
from owf.charts.trusts.pair import pair
from owf.charts.trusts.region_weaknesses import region_weak
from owf.store import get_store
from owf.web.england.item_tables import question_of_theme
from owf.web.markup import html
from owf.web.region.tables import change_grid, pair_table
from owf.web.results.page_opening import OVERALL, Box, choose_side_by_side, theme_choices
from owf.web.results.sections import changed_questions
from owf.web.results.trust_by_trust import ABOUT_RANKS
from owf.web.widgets.chart import chart_block, drawn_once
from owf.web.widgets.url_state import choose, chosen_in_address


@dataclass(frozen=True)
class Regional:
    view: RegionView
    theme: str = OVERALL

    @property
    def standing(self) -> Standing:
        return self.view.standing(self.theme)

    @property
    def draw(self) -> Callable[..., None]:
        view = self.view
        may = partial(open_region, get_store(), region_code=view.region_code, year=view.year)
        return partial(chart_block, may=may, about=f"{view.region_name} {view.year}")


def order_of(standing: Standing) -> str:
    return standing.why + (ABOUT_RANKS if standing.by_score else "")


def choose_theme(view: RegionView, *, with_overall: bool = True) -> Regional:
    themes = theme_choices(view.pack, with_overall=with_overall)
    box = Box("theme", "Theme", themes, OVERALL, forgets=("question",))
    choose_side_by_side([box], [2, 3])
    return Regional(view, chosen_in_address("theme", themes, OVERALL))


def trust_by_trust(regional: Regional) -> None:
    view, standing = regional.view, regional.standing
    mean = mean_of_region(standing, view.region)
    claim = who_stands_out(standing.findings)
    chart = drawn_once(caterpillar, standing, claim, mean, view.rules)
    notes = Markup(
        "<p>{} The verdict compares the Trust with the others, for the same sectors, so it can "
        "differ from whether the bar touches the mean.</p>"
    ).format(order_of(standing))
    regional.draw(chart, "trusts", section="One theme, Trust by Trust", notes=notes)


def one_question(regional: Regional) -> None:
    view = regional.view
    theme = view.pack.themes[0].id if regional.theme == OVERALL else regional.theme
    question_of_theme(view.year, view.region_code, theme)


def where_it_is_low(regional: Regional) -> None:
    view = regional.view
    section = f"Where {view.region} is low as a whole"
    notes = Markup(
        "<p>Each Trust’s score on a theme, or on an aspect across themes, is compared with its "
        "own overall score, and the mean is taken over the Trusts. Something that is also low in "
        "England is not particular to the region.</p>"
    )
    chart = drawn_once(region_weak, view.parts, view.region)
    if all(one.difference is None for one in view.parts):
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, chart.title))
        return
    regional.draw(chart, "where-it-is-low", section=section, notes=notes, table_in_fold=True)


def since_last_year(regional: Regional) -> None:
    view = regional.view
    section = f"Change since {view.year - 1}"
    if view.no_change_because:
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, view.no_change_because))
        return
    notes = Markup(
        "<p>A Trust's change is measured on the sectors that answered in both years. The "
        "region's mean covers the same Trusts in both years, so it does not change because a "
        "Trust joined or left. {}</p>{}"
    ).format(
        ""
        if regional.theme == OVERALL
        else f"This is the theme chosen above: {view.pack.theme(regional.theme).title}.",
        changed_questions(view.change_notes, view.pack),
    )
    found = {
        one.name: [
            change for change in one.changes if change.theme == regional.standing.group.theme
        ]
        for one in view.trusts
    }
    changes = tuple(change for of_trust in found.values() for change in of_trust)
    if not changes:
        why = view.change_notes.nothing_for.get(
            regional.theme, "no Trust has a score in both years"
        )
        html.show(Markup("<h2>{}</h2>{}<p>There is no chart: {}.</p>").format(section, notes, why))
    else:
        without = {
            one.name: one.no_change_because or "no score in both years"
            for one in sorted(view.trusts, key=lambda one: one.name.casefold())
            if not found[one.name]
        }
        mean = view.changed_means.get(regional.standing.group)
        chart = drawn_once(
            movers, changes, tuple(without.items()), mean, who_moved(changes, mean), view.rules
        )
        regional.draw(chart, "movers", section=section, notes=notes)
    html.show(change_grid(view))


def side_by_side(view: RegionView) -> None:
    section = "Two Trusts side by side"
    in_order = [str(one.trust) for one in view.trusts]
    names = {
        str(one.trust): one.name for one in sorted(view.trusts, key=lambda one: one.name.casefold())
    }
    html.show(Markup("<h2>{}</h2>").format(section))
    if len(names) < 2:
        html.show(Markup("<p>This needs two Trusts that show their results by name.</p>"))
        return
    one, two, _ = st.columns([2, 2, 1])
    with one:
        left = choose("left", "One Trust", names, in_order[0])
    others = {number: name for number, name in names.items() if number != left}
    with two:
        right = choose("right", "Another Trust", others, in_order[-1])
    by_number = {str(trust.trust): trust for trust in view.trusts}
    here, there = by_number[left], by_number[right]
    notes = Markup("<p>Each verdict compares that Trust with the rest of {}.</p>").format(
        view.region
    )
    chart = drawn_once(
        pair,
        here.headline,
        there.headline,
        how_they_differ(here.findings, there.findings),
        pair_table(view, here, there),
        view.pack.scale.values,
    )
    Regional(view).draw(chart, "two-trusts", notes=notes)
