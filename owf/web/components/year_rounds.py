"""A year for the national team: how far each Trust is, more time for one, and opening a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access.refusals import Refused
from owf.assessment.deadlines import left_in_words, set_trust_deadline
from owf.assessment.opening import YEARS, open_cycle
from owf.assessment.pack_shelf import PackOnShelf
from owf.assessment.years import WORDS, HowFar, TrustInYear, YearView
from owf.questionnaire import Pack
from owf.store import get_store
from owf.store.running import CycleFacts
from owf.web import html
from owf.web.components.choosing import choose
from owf.web.components.one_step import one_step
from owf.web.components.said import do_and_say, say_what_was_done
from owf.web.components.scale import escape_markdown
from owf.web.frame import signed_in

_ALL = ""


def cycle_facts(cycle: CycleFacts) -> Markup:
    """A year's questionnaire and days."""
    return Markup(
        '<dl class="owf-facts"><div><dt>Questionnaire</dt><dd>{}</dd></div>'
        "<div><dt>Opens</dt><dd>{}</dd></div><div><dt>Last day</dt><dd>{} ({})</dd></div></dl>"
    ).format(
        cycle.pack_name,
        clock.day_in_words(cycle.opens),
        clock.day_in_words(cycle.closes),
        left_in_words(cycle.closes),
    )


def regions_table(view: YearView) -> Markup:
    """How many Trusts of each region are how far."""
    return html.table(
        "Trusts by region and progress",
        ("Region", *(WORDS[stage] for stage in HowFar)),
        (
            (region.name, *(str(region.counts[stage]) for stage in HowFar))
            for region in view.regions
        ),
        css="owf-stack",
    )


def trusts_list(view: YearView) -> None:
    """The Trusts that are so far, or of a region, in one table."""
    html.show(Markup("<h2>Trusts</h2>"))
    left, right, _ = st.columns([2, 2, 1])
    with left:
        stages = {_ALL: "Any progress"} | {
            stage.value: f"{WORDS[stage]} ({len(view.of(stage))})" for stage in HowFar
        }
        # Whoever opens the page wants to know first who is furthest behind.
        behind = next((one.value for one in HowFar if view.of(one)), _ALL)
        stage = choose("far", "Progress", stages, behind)
    with right:
        regions = {_ALL: "All regions"} | {one.name: one.name for one in view.regions}
        region = choose("region", "Region", regions, _ALL)
    shown = [
        one
        for one in view.trusts
        if (not stage or one.how_far == stage) and (not region or one.facts.region_name == region)
    ]
    if not shown:
        html.notice("No Trust matches these choices. Change them above.")
        return
    html.show(
        html.table(
            f"{len(shown)} {'Trust' if len(shown) == 1 else 'Trusts'}",
            ("Trust", "Region", "Progress", "Submitted", "Last day"),
            (_row(one) for one in shown),
            css="owf-round owf-stack",
        )
    )


def _row(one: TrustInYear) -> tuple[str | Markup, ...]:
    return (
        one.facts.name,
        one.facts.region_name,
        WORDS[one.how_far],
        _submitted(one),
        Markup("<strong>{}, extended</strong>").format(clock.day_in_words(one.closes))
        if one.has_extension
        else clock.day_in_words(one.closes),
    )


def _submitted(one: TrustInYear) -> str:
    found = one.progress
    if found is None or not found.returns:
        return "no returns here"
    words = f"{found.submitted} of {found.returns}"
    return f"{words}, {found.excused} with apologies" if found.excused else words


def extend_a_trust(view: YearView, cycle: CycleFacts) -> None:
    """Give a Trust a later last day than the others'."""
    open_ones = {
        one.facts.dfe_number: one
        for one in view.trusts
        if one.progress is not None and one.how_far is not HowFar.SIGNED
    }
    html.show(Markup("<h2>More time for a Trust</h2>"))
    say_what_was_done("extend")
    if not open_ones:
        html.show(Markup('<p class="owf-hint">No Trust has an open round to extend.</p>'))
        return
    with st.expander("Give a Trust another last day"):
        html.show(
            Markup(
                '<p class="owf-hint">It applies to all its partners. The Trust\'s coordinator '
                "can give a single partner any day up to it.</p>"
            )
        )
        with one_step("extend"):
            trust = st.selectbox(
                "Trust",
                list(open_ones),
                index=None,
                format_func=lambda one: _called(open_ones[one]),
                placeholder="Choose a Trust",
                key="extend-trust",
            )
            day = st.date_input(
                "Its last day",
                value=max(cycle.closes, clock.today()),
                format="DD/MM/YYYY",
                key=f"extend-day-{cycle.year}",
            )
            clicked = st.form_submit_button("Set this last day")
        if clicked:
            do_and_say(lambda: _extend(cycle, open_ones, trust, day), "extend")


def _called(one: TrustInYear) -> str:
    return f"{one.facts.name}, until {clock.day_in_words(one.closes)}"


def _extend(
    cycle: CycleFacts, open_ones: Mapping[int, TrustInYear], trust: int | None, day: date | None
) -> str:
    if trust is None or day is None:
        raise Refused("Choose a Trust and a day.")
    closes = None if day == cycle.closes else day
    set_trust_deadline(get_store(), signed_in(), cycle.year, trust, closes)
    until = clock.day_in_words(closes or cycle.closes)
    return f"{open_ones[trust].facts.name} can answer until the end of {until}."


def open_a_year(shelf: Sequence[PackOnShelf], cycles: Sequence[CycleFacts]) -> None:
    """Open a year: its questionnaire, its days, and a tick that says it is meant."""
    html.show(Markup("<h2>Open a year</h2>"))
    say_what_was_done("open-year")
    ready = {
        one.name: one.pack
        for one in shelf
        if one.pack is not None and one.is_published and not one.errors
    }
    with st.expander("Open a year"):
        if not ready:
            html.show(
                Markup(
                    '<p class="owf-hint">No questionnaire is published and free of errors. '
                    "Publish one on the Questionnaires page first.</p>"
                )
            )
            return
        newest = max((one.year for one in cycles), default=clock.today().year - 1)
        year = int(
            st.number_input(
                "Year", min_value=YEARS[0], max_value=YEARS[-1], value=newest + 1, key="open-year"
            )
        )
        name = st.selectbox(
            "Questionnaire",
            list(ready),
            index=None,
            placeholder="Choose a published questionnaire",
            key="open-pack",
        )
        left, right = st.columns(2)
        with left:
            opens = _day_of(year, "First day")
        with right:
            closes = _day_of(year, "Last day")
        sure = st.checkbox(
            f"I open {year} for all Trusts of England with "
            f"{escape_markdown(name or 'the questionnaire above')}.",
            key="open-sure",
        )
        if st.button("Open the year", type="primary", key="open-year-now"):
            pack = ready.get(name or "")
            do_and_say(lambda: _open(year, pack, opens, closes, sure=sure), "open-year")


def _day_of(year: int, label: str) -> date | None:
    """A day of a year or of its winter: without limits the calendar opens in the present year."""
    found: date | None = st.date_input(
        label,
        value=None,
        min_value=date(year, 1, 1),
        max_value=date(year + 1, 3, 31),
        format="DD/MM/YYYY",
        key=f"open-{label}-{year}",
    )
    return found


def _open(
    year: int, pack: Pack | None, opens: date | None, closes: date | None, *, sure: bool
) -> str:
    if pack is None or opens is None or closes is None:
        raise Refused("Choose a questionnaire, the first day and the last day.")
    if not sure:
        raise Refused("Tick the box above the button, then open the year.")
    open_cycle(get_store(), signed_in(), year, pack, opens=opens, closes=closes)
    st.query_params["year"] = str(year)
    return f"{year} is open. Coordinators can start their rounds."
