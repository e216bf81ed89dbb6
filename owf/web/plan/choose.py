"""The gaps of a signed year: each with its reasons, and what the group does about it."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.improvement.good_practice.offers import Offer
from owf.improvement.plan.choosing import (
    REASON_LIMIT,
    GapAnswer,
    answers_to,
    not_now,
    offers_on,
    take_up_again,
    waited_before,
)
from owf.improvement.plan.gaps import GapsView, Reason, ReasonKind, open_gaps
from owf.improvement.plan.opening import PlanView, begin_plan
from owf.improvement.plan.quarters import three_aprils
from owf.markup.verdicts import verdict_with_working
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.plan.markup import action_link, short
from owf.web.plan.selection import Selection, address_of
from owf.web.widgets.forms import (
    FormProblems,
    choose_several,
    count_sent,
    one_step,
    refuse_unfilled,
    say_what_was_done,
    times_sent,
)
from owf.web.widgets.url_state import Parts, choose

_PLACE = "gaps"
KINDS: dict[str, str] = {
    ReasonKind.BEHIND: "Behind",
    ReasonKind.SLIGHTLY_BEHIND: "Slightly behind",
    ReasonKind.WORSE: "Worse than last year",
    ReasonKind.WEAKNESS: "A weakness throughout",
    ReasonKind.LOW_LEVEL: "Low agreed level",
    ReasonKind.DISPUTED: "Partners disagree",
    ReasonKind.DONT_KNOW: "Many don't know",
    ReasonKind.LEADERS_HIGHER: "Leaders rate higher than practitioners",
    ReasonKind.FAMILIES: "Families said",
}
_STATES = {"open": "Not answered yet", "all": "All gaps", "answered": "Answered"}


def gaps_part(selection: Selection, parts: Parts) -> None:
    year = selection.year("gaps")
    name = selection.years.trust_name
    if year is None or year not in selection.years.signed:
        html.heading("Nothing to plan from yet", above=f"{name}: the plan")
        parts.choose()
        html.notice(
            "The gaps come from signed results, and your Trust has not signed a year yet. The "
            "chair signs on the Sign-off page when every partner has submitted and all levels are "
            "agreed."
        )
        return
    found = open_gaps(get_store(), signed_in(), selection.trust, year)
    view = selection.view(year)
    answers = answers_to(found.gaps, view, waited_before(get_store(), selection.trust, year))
    done = sum(one.is_answered for one in answers)
    title = (
        f"{done} of {len(answers)} gaps are answered" if view else f"{len(answers)} gaps to answer"
    )
    html.heading(title, above=f"{name}: gaps of {year}", view=f"gaps-{year}")
    parts.choose()
    say_what_was_done(_PLACE)
    if view is None:
        _begin(selection, year)
    else:
        html.write(
            '<div class="owf-progress"><span class="owf-bar" aria-hidden="true">'
            '<span style="width:{:.0f}%"></span></span></div>',
            100 * done / max(len(answers), 1),
        )
        html.write(
            "<p>Each gap needs an action, or a reason why nothing is planned for it now. One "
            "action may answer several gaps.</p>"
        )
    _list(found, view, answers)


def _begin(selection: Selection, year: int) -> None:
    html.notice(
        Markup(
            "<strong>No plan has been begun on the results of {}.</strong> Begin it here."
        ).format(year)
    )
    today = clock.today()
    problems = FormProblems(f"begin-{year}", f"begin-{year}-starts")
    with one_step(f"begin-{year}"):
        left, right, _ = st.columns([1, 1, 2])
        with left:
            starts = st.date_input(
                "The plan starts on", value=today, format="DD/MM/YYYY", key=f"begin-{year}-starts"
            )
            problems.beside("starts")
        with right:
            ends = st.date_input(
                "and ends on",
                value=three_aprils(today)[-1],
                format="DD/MM/YYYY",
                key=f"begin-{year}-ends",
            )
            problems.beside("ends")
        clicked = problems.submit(f"Begin the plan on {year}", main=True)
    if clicked:
        problems.send(lambda: _began(selection, year, starts, ends), _PLACE)


def _began(selection: Selection, year: int, starts: date | None, ends: date | None) -> str:
    refuse_unfilled(
        {
            "starts": "" if starts else "Give the day on which the plan starts.",
            "ends": "" if ends else "Give the day on which the plan ends.",
        }
    )
    begin_plan(get_store(), signed_in(), selection.trust, year, starts=starts, ends=ends)
    return "The plan is begun. Now answer each gap below."


def _list(found: GapsView, view: PlanView | None, answers: Sequence[GapAnswer]) -> None:
    themes = {"": "All themes", **{one.id: one.title for one in found.pack.themes}}
    kinds = {"": "All reasons"} | {
        kind: words
        for kind, words in KINDS.items()
        if any(kind in one.gap.kinds for one in answers)
    }
    left, middle, right = st.columns([1, 1.3, 1.3])
    with left:
        is_open = any(not one.is_answered for one in answers)
        state = choose("show", "Show", _STATES, "open" if is_open else "all")
    with middle:
        theme = choose("theme", "Theme", themes, "")
    with right:
        kind = choose("reason", "Reason", kinds, "")
    shown = [
        one
        for one in answers
        if (state == "all" or one.is_answered == (state == "answered"))
        and (not kind or kind in one.gap.kinds)
        and (not theme or _is_on(one, theme, found))
    ]
    if not shown:
        html.notice("No gap is in this list. Choose another above.")
        return
    if view is not None and any(not one.is_answered for one in shown):
        _leave(view, [one for one in shown if not one.is_answered])
    items = {item for one in shown for item in one.gap.items}
    offers = offers_on(get_store(), signed_in(), found.trust.dfe_number, found.year, items)
    html.write(
        '<ul class="owf-gaps">{}</ul>',
        html.join(_gap(one, found, view, offers) for one in shown),
    )
    if view is not None:
        _take_up(view)


def _is_on(answer: GapAnswer, theme: str, found: GapsView) -> bool:
    return any(found.pack.theme_of(item).id == theme for item in answer.gap.items)


def _gap(
    answer: GapAnswer,
    found: GapsView,
    view: PlanView | None,
    offers: Mapping[str, Sequence[Offer]],
) -> Markup:
    gap = answer.gap
    return Markup(
        '<li class="owf-gap{}"><div class="owf-gap-top"><h2>{}</h2><p class="owf-small">{}</p>'
        "</div><ul>{}</ul>{}{}</li>"
    ).format(
        " owf-gap-answered" if answer.is_answered else "",
        gap.title,
        "1 question" if len(gap.items) == 1 else f"{len(gap.items)} questions",
        html.join(_reason(one) for one in gap.reasons),
        examples([one for item in gap.items for one in offers.get(item, ())]),
        _what_is_done(answer, found.year, view),
    )


def examples(offers: Sequence[Offer]) -> Markup:
    """What other Trusts offer on a gap's questions, each once."""
    each = {one.facts.id: one for one in offers}.values()
    if not each:
        return html.NOTHING
    return Markup('<div class="owf-examples"><p>Other Trusts offer examples:</p>{}</div>').format(
        html.bullet_list(
            Markup('<a href="/good-practice?offer={}" target="_self">{}</a> ({}, on {})').format(
                one.facts.id, one.facts.title, one.facts.trust_name, one.item.code
            )
            for one in each
        )
    )


def _reason(reason: Reason) -> Markup:
    shown = (
        verdict_with_working(reason.finding, word=KINDS[reason.kind])
        if reason.finding is not None
        else Markup('<span class="owf-reason">{}</span>').format(KINDS[reason.kind])
    )
    return Markup("<li>{}<p>{}</p></li>").format(shown, reason.sentence)


def _what_is_done(answer: GapAnswer, year: int, view: PlanView | None) -> Markup:
    before = html.NOTHING
    if answer.last_year is not None:
        then, kept = answer.last_year
        before = Markup('<p class="owf-hint">Left for later in the plan of {}: {}</p>').format(
            then, kept.reason
        )
    if answer.actions:
        links = html.join(
            Markup("<li>{} {}</li>").format(action_link(one, year), short(one.entered.what, 100))
            for one in answer.actions
        )
        return Markup('{}<div class="owf-gap-done"><p>Answered by</p><ul>{}</ul></div>').format(
            before, links
        )
    if answer.not_now is not None:
        return Markup('{}<p class="owf-gap-done"><strong>Not now:</strong> {}</p>').format(
            before, answer.not_now.reason
        )
    if view is None:
        return before
    return Markup(
        '{}<p class="owf-gap-do"><a class="owf-button" href="{}" target="_self">Plan an action'
        '<span class="owf-ears"> for {}</span></a></p>'
    ).format(before, address_of(action="new", year=year, gap=answer.gap.key), answer.gap.title)


def _leave(view: PlanView, waiting: Sequence[GapAnswer]) -> None:
    name = f"not-now-{times_sent('gaps_left')}"
    with st.expander("Leave gaps for later, with a reason"):
        problems = FormProblems(name, f"{name}-reason")
        with one_step(name):
            chosen = choose_several(
                "Gaps to leave for now",
                {one.gap.key: one.gap.title for one in waiting},
                f"{name}-gaps",
                chosen=None,
                placeholder="Choose one or more",
            )
            problems.beside("gaps")
            reason = st.text_area(
                "Why nothing is planned for them now",
                key=f"{name}-reason",
                max_chars=REASON_LIMIT,
                height=90,
                placeholder="For example: the roll-out begins next year.",
            )
            problems.beside("reason")
            html.show(html.hint("The reason is kept, and shown again beside the gap next year."))
            clicked = problems.submit("Leave them for now")
        if clicked:
            problems.send(lambda: _left(view, chosen, reason or ""), _PLACE)


def _left(view: PlanView, chosen: Sequence[str], reason: str) -> str:
    refuse_unfilled(
        {
            "gaps": "" if chosen else "Choose at least one gap.",
            "reason": "" if reason.strip() else "Write why nothing is planned for them now.",
        }
    )
    number = not_now(get_store(), signed_in(), view.plan.id, chosen, reason)
    count_sent("gaps_left")
    return f"{'1 gap is' if number == 1 else f'{number} gaps are'} left for later, with the reason."


def _take_up(view: PlanView) -> None:
    if not view.not_now:
        return
    name = f"take-up-{len(view.not_now)}"
    with st.expander("Take up a gap that was left for later"):
        problems = FormProblems(name, f"{name}-gap")
        with one_step(name):
            titles = {one.gap_key: one.title for one in view.not_now}
            chosen = st.selectbox(
                "Gap",
                list(titles),
                index=None,
                format_func=lambda key: titles[key],
                key=f"{name}-gap",
                placeholder="Choose",
            )
            problems.beside("gap")
            clicked = problems.submit(as_label("Take it up again"))
        if clicked:
            problems.send(lambda: _taken_up(view, chosen), _PLACE)


def _taken_up(view: PlanView, chosen: str | None) -> str:
    refuse_unfilled({"gap": "" if chosen else "Choose the gap."})
    take_up_again(get_store(), signed_in(), view.plan.id, chosen or "")
    return "The gap is open again: plan an action for it, or leave it with another reason."
