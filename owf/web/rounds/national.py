"""A year for the national team: how far each Trust is, more time for one, and opening a year."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.deadlines import left_in_words
from owf.assessment.packs import PackOnShelf
from owf.assessment.rounds.deadlines import set_trust_deadline
from owf.assessment.rounds.national import TrustInYear, YearView
from owf.assessment.rounds.opening import YEARS, open_cycle
from owf.assessment.states import ROUND_STATES, RoundState, year_in_words
from owf.questionnaire import Pack
from owf.store import get_store
from owf.store.participation import CycleFacts
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.navigation import PACKS, link_to
from owf.web.widgets.forms import FormProblems, Unfilled, one_step, say_what_was_done
from owf.web.widgets.url_state import choose

_ALL = ""


def cycle_facts(cycle: CycleFacts, questionnaire: str) -> Markup:
    last_day = f"{clock.day_in_words(cycle.closes)} ({left_in_words(cycle.closes)})"
    opens = clock.day_in_words(cycle.opens)
    return html.facts((("Questionnaire", questionnaire), ("Opens", opens), ("Last day", last_day)))


def regions_table(view: YearView) -> Markup:
    return html.table(
        "Trusts by region and progress",
        ("Region", *(ROUND_STATES[stage] for stage in RoundState)),
        (
            (region.name, *(str(region.counts[stage]) for stage in RoundState))
            for region in view.regions
        ),
        css="owf-stack",
    )


def trusts_list(view: YearView) -> None:
    html.write("<h2>Trusts</h2>")
    left, right, _ = st.columns([2, 2, 1])
    with left:
        stages = {_ALL: "Any progress"} | {
            stage.value: f"{ROUND_STATES[stage]} ({len(view.of(stage))})" for stage in RoundState
        }
        # Whoever opens the page wants to know first who is furthest behind.
        behind = next((one.value for one in RoundState if view.of(one)), _ALL)
        stage = choose("far", "Progress", stages, behind)
    with right:
        regions = {_ALL: "All regions"} | {one.name: one.name for one in view.regions}
        region = choose("region", "Region", regions, _ALL)
    shown = [
        one
        for one in view.trusts
        if (not stage or one.state == stage) and (not region or one.facts.region_name == region)
    ]
    if not shown:
        html.notice("No Trust matches these choices. Change them above.")
        return
    html.show(
        html.table(
            f"{len(shown)} {'Trust' if len(shown) == 1 else 'Trusts'}",
            ("Trust", "Region", "Progress", "Submitted", "Last day"),
            (_trust_row(one) for one in shown),
            css="owf-round owf-stack",
        )
    )


def _trust_row(one: TrustInYear) -> tuple[str | Markup, ...]:
    return (
        one.facts.name,
        one.facts.region_name,
        ROUND_STATES[one.state],
        _submitted_words(one),
        Markup("<strong>{}, extended</strong>").format(clock.day_in_words(one.closes))
        if one.has_extension
        else clock.day_in_words(one.closes),
    )


def _submitted_words(one: TrustInYear) -> str:
    found = one.progress
    if found is None or not found.returns:
        return "no returns here"
    words = f"{found.submitted} of {found.returns}"
    return f"{words}, {found.excused} with apologies" if found.excused else words


def extend_a_trust(view: YearView, cycle: CycleFacts) -> None:
    open_ones = {
        one.facts.dfe_number: one
        for one in view.trusts
        if one.progress is not None and one.state is not RoundState.SIGNED
    }
    say_what_was_done("extend")
    if not open_ones:
        html.write('<p class="owf-hint">No Trust has an open round to extend.</p>')
        return
    html.write(
        '<p class="owf-hint">It applies to all its partners. The Trust\'s coordinator can '
        "give a single partner any day up to it.</p>"
    )
    problems = FormProblems("extend", "extend-trust")
    with one_step("extend"):
        left, right = st.columns(2)
        with left:
            trust = st.selectbox(
                "Trust",
                list(open_ones),
                index=None,
                format_func=lambda one: (
                    f"{open_ones[one].facts.name}, until "
                    f"{clock.day_in_words(open_ones[one].closes)}"
                ),
                placeholder="Choose a Trust",
                key="extend-trust",
            )
            problems.beside("trust")
        with right:
            day = st.date_input(
                "Its last day",
                value=max(cycle.closes, clock.today()),
                format="DD/MM/YYYY",
                key=f"extend-day-{cycle.year}",
            )
            problems.beside("closes")
        clicked = problems.submit("Set this last day", main=True)
    if clicked:
        problems.send(lambda: _extend_trust(cycle, open_ones, trust, day), "extend")


def _extend_trust(
    cycle: CycleFacts, open_ones: Mapping[int, TrustInYear], trust: int | None, day: date | None
) -> str:
    if trust is None or day is None:
        raise Unfilled(
            {
                "trust": "" if trust else "Choose the Trust.",
                "closes": "" if day else "Choose its last day.",
            }
        )
    closes = None if day == cycle.closes else day
    set_trust_deadline(get_store(), signed_in(), cycle.year, trust, closes)
    until = clock.day_in_words(closes or cycle.closes)
    return f"{open_ones[trust].facts.name} can answer until the end of {until}."


def open_a_year(shelf: Sequence[PackOnShelf], cycles: Sequence[CycleFacts]) -> None:
    ready = {
        one.name: one.pack
        for one in shelf
        if one.pack is not None and one.is_published and not one.errors
    }
    if not ready:
        html.notice(
            "No questionnaire is published and free of errors. Publish one first. You can then "
            "open a year with it here."
        )
        link_to(PACKS, "See the questionnaires", main=True)
        return
    html.write(
        '<p class="owf-hint">Trusts answer this questionnaire between these two days. Nobody '
        "can change the questionnaire of a year that is open, but you can give a Trust more "
        "time.</p>"
    )
    newest = max((one.year for one in cycles), default=clock.today().year - 1)
    # A year that was opened is the newest then: the boxes begin empty for the next.
    key = f"open-{newest}"
    problems = FormProblems(key, f"{key}-year")
    left, right = st.columns([1, 3])
    with left:
        year = int(
            st.number_input(
                "Year",
                min_value=YEARS[0],
                max_value=YEARS[-1],
                value=newest + 1,
                key=f"{key}-year",
            )
        )
        problems.beside("year", is_filled=year not in {one.year for one in cycles})
    with right:
        name = st.selectbox(
            "Questionnaire",
            list(ready),
            index=None,
            format_func=lambda one: _questionnaire_title(one, ready),
            placeholder="Choose a published questionnaire",
            key=f"{key}-pack",
        )
        problems.beside("pack", is_filled=name is not None)
    left, right = st.columns(2)
    with left:
        opens = _day_of(year, "First day")
        problems.beside("opens", is_filled=opens is not None)
    with right:
        closes = _day_of(year, "Last day")
        problems.beside("closes", is_filled=bool(closes and opens and closes >= opens))
    sure = st.checkbox(
        as_label(
            f"I open {year} for all Trusts of England with {_questionnaire_title(name, ready)}."
        ),
        key=f"{key}-sure",
    )
    problems.beside("sure", is_filled=sure)
    clicked = problems.submit("Open the year", main=True, key="open-year-now")
    if clicked:
        pack = ready.get(name or "")
        problems.send(lambda: _open_year(year, pack, opens, closes, sure=sure))


def _questionnaire_title(name: str | None, ready: Mapping[str, Pack]) -> str:
    pack = ready.get(name or "")
    return pack.title_and_version if pack else "the questionnaire above"


def _day_of(year: int, label: str) -> date | None:
    """A day of a year or its winter: without limits the calendar opens in the present year."""
    found: date | None = st.date_input(
        as_label(label),
        value=None,
        min_value=date(year, 1, 1),
        max_value=date(year + 1, 3, 31),
        format="DD/MM/YYYY",
        key=f"open-{label}-{year}",
    )
    return found


def _open_year(
    year: int, pack: Pack | None, opens: date | None, closes: date | None, *, sure: bool
) -> str:
    if pack is None or opens is None or closes is None or not sure:
        raise Unfilled(
            {
                "pack": "" if pack else "Choose the questionnaire.",
                "opens": "" if opens else "Choose the first day.",
                "closes": "" if closes else "Choose the last day.",
                "sure": "" if sure else "Tick the box. The year opens for all Trusts.",
            }
        )
    open_cycle(get_store(), signed_in(), year, pack, opens=opens, closes=closes)
    st.query_params.from_dict({"year": str(year)})
    return (
        f"{year} is set up. {year_in_words(opens, closes)} Coordinators can start their rounds now."
    )
