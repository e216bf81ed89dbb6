"""Checking all answers of a return, and submitting it."""

from collections.abc import Collection, Sequence

import streamlit as st
from markupsafe import Markup

from owf.assessment.asked_items import without_answer, without_evidence
from owf.assessment.errors import Incomplete, Refused
from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.evidence_links import proven_in
from owf.assessment.returns.submitting import SecondLook, second_look_at, submit_return
from owf.benchmark.agreement.quality import QualityConcern, QualityFlag
from owf.markup.formatting import questions
from owf.questionnaire import Item, NonScore
from owf.store import get_store
from owf.web.errors import told
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.returns.overview import (
    QUESTION,
    REVIEW,
    SHOW,
    above,
    go,
    place_of_answer,
    progress_bar,
    question_link,
    state_notices,
)
from owf.web.returns.previous_year import offer_last_year
from owf.web.returns.submitted import all_answers
from owf.web.widgets.forms import bring_into_view, show_once
from owf.web.widgets.url_state import choose_from_bar

_TITLES = {
    QualityConcern.ONE_LEVEL: "The same level for every question",
    QualityConcern.ALL_AT_TOP: "Every question at the top of the scale",
    QualityConcern.JUMP: "A large step since last year, and no new evidence",
    QualityConcern.MOSTLY_DONT_KNOW: "More than half of the answers are “don't know”",
}
_WHAT_TO_DO = {
    QualityConcern.ONE_LEVEL: (
        "Is anything going better or less well than the rest? If not, leave it as it is."
    ),
    QualityConcern.ALL_AT_TOP: (
        "The top level means embedded, with evidence of impact. If that is right, leave it. A "
        "comment or evidence helps the steering group to see why."
    ),
    QualityConcern.JUMP: (
        "If a lot has changed, say what in a comment, or add the evidence. If you chose a level "
        "by mistake, change it."
    ),
    QualityConcern.MOSTLY_DONT_KNOW: (
        "“Don't know” is an honest answer. A colleague may know more. You can pass a theme on to "
        "them on the page of all themes."
    ),
}


def second_look(view: ReturnView, found: SecondLook) -> None:
    if not found.flags:
        return
    with st.container(border=True, key="second-look"):
        html.write(
            '<div class="owf-task"><h2>Worth a second look</h2></div><p>Something here is '
            "unusual. You can still submit. An unusual self-assessment can be an honest "
            "one.</p>"
        )
        html.show(html.join(_flag(view, flag) for flag in found.flags))
        flagged = {item for flag in found.flags for item in flag.items}
        with st.container(horizontal=True, gap="small"):
            for theme in view.pack.themes:
                if any(item.id in flagged for item in theme.items):
                    go(view, f"Look again at {theme.short_title}", theme.id)
        html.show(html.fold("How this is worked out", _flags_worked_out(view, found)))


def _flag(view: ReturnView, flag: QualityFlag) -> Markup:
    return Markup(
        '<div class="owf-flag"><h3>{}</h3><p><strong>{}</strong> {}</p>'
        '<p class="owf-hint">Questions: {}</p></div>'
    ).format(
        _TITLES[flag.concern], flag.reason, _WHAT_TO_DO[flag.concern], _links_to_flagged(view, flag)
    )


def _links_to_flagged(view: ReturnView, flag: QualityFlag) -> Markup:
    of_themes = [
        [question_link(view, item, item.code) for item in theme.items if item.id in flag.items]
        for theme in view.pack.themes
    ]
    return Markup("; ").join(Markup(", ").join(links) for links in of_themes if links)


def _flags_worked_out(view: ReturnView, found: SecondLook) -> Markup:
    last, scale = view.round.year - 1, view.pack.scale.values
    lines = [
        ("Answers looked at", str(found.answered)),
        ("With a level", _levels_in_words(list(found.levels.values()), scale)),
        (
            "Don't know",
            f"{found.non_scores[NonScore.DONT_KNOW]} (shown where it is more than half of all "
            "answers)",
        ),
        ("Not applicable", str(found.non_scores[NonScore.NOT_APPLICABLE])),
        (
            f"Compared with {last}",
            f"{len(found.before)} questions: those that can be compared and had a level then",
        ),
        (
            "Shown as a large step",
            f"2 levels or more, up or down, with no evidence added since {last}",
        ),
        ("With evidence that is new", str(len(found.new_evidence))),
    ]
    return Markup('<div class="owf-rule"><dl>{}</dl></div>{}').format(
        html.join(Markup("<dt>{}</dt><dd>{}</dd>").format(*line) for line in lines),
        _jumps_table(view, found, last),
    )


def _levels_in_words(given: Collection[int], scale: Collection[int]) -> str:
    counts = [(level, sum(one == level for one in given)) for level in scale]
    each = ", ".join(f"{count} at {level}" for level, count in counts if count)
    return f"{len(given)} ({each})" if each else "0"


def _jumps_table(view: ReturnView, found: SecondLook, last: int) -> Markup:
    if not found.jumps:
        return html.NOTHING
    return html.table(
        "The large steps",
        ("Question", str(last), str(view.round.year)),
        (
            (view.pack.item(item).code, str(before), str(found.levels[item]))
            for item, before in found.jumps.items()
        ),
        css="owf-steps",
        numeric=frozenset({1, 2}),
    )


_PROBLEM = "submit_problem"
_ALL, _UNANSWERED, _BARE = "all", "unanswered", "evidence"


def review(view: ReturnView) -> None:
    html.heading("Check your answers", above=above(view), view="check")
    unanswered = without_answer(view.items(), view.answers)
    bare = without_evidence(view.items(), view.answers, proven_in(view))
    only = _wanted_answers(unanswered, bare)
    _bring_into_view(view, only)
    html.show(progress_bar(view.progress()))
    state_notices(view)
    show_once(_PROBLEM)
    _show_missing(view, unanswered, bare)
    offer_last_year(view)
    found = second_look_at(view)
    second_look(view, found)
    _choose_answers(view, unanswered, bare)
    all_answers(view, found.jumps, only)
    html.write(
        '<h2 id="submit" tabindex="-1">Submit</h2>'
        "<p>With this you confirm the answers for {}. They are then locked, and the steering "
        "group sees them. Your coordinator can reopen them.</p>",
        view.facts.partner_name,
    )
    if st.button("Submit our self-assessment", type="primary"):
        try:
            submit_return(get_store(), signed_in(), view.facts.id)
        except Incomplete as refused:
            missing = ", ".join(refused.missing)
            st.session_state[_PROBLEM] = f"Not submitted. {refused} Missing: {missing}."
        except Refused as refused:
            st.session_state[_PROBLEM] = told(refused)
        st.rerun()
    go(view, "Back to all themes")


def _bring_into_view(view: ReturnView, only: Collection[str] | None) -> None:
    came_from = st.query_params.get(QUESTION, "")
    asked = view.items()
    ids = [item.id for item in asked]
    if came_from not in ids:
        return
    place = ids.index(came_from)
    in_reach = [*asked[place:], *reversed(asked[:place])]
    shown = next((item for item in in_reach if only is None or item.id in only), None)
    if shown is not None:
        at = f"#{place_of_answer(shown)}"
        bring_into_view(at, f"{REVIEW}:{came_from}", block="center")


def _wanted_answers(unanswered: Sequence[Item], bare: Sequence[Item]) -> Collection[str] | None:
    """Ids of the answers that the address asks for; ``None`` for all, also where none is left."""
    kinds = {_UNANSWERED: unanswered, _BARE: bare}
    return {item.id for item in kinds.get(st.query_params.get(SHOW, _ALL), ())} or None


def _choose_answers(view: ReturnView, unanswered: Sequence[Item], bare: Sequence[Item]) -> None:
    options = {_ALL: f"All {questions(len(view.items()))}"}
    if unanswered:
        options[_UNANSWERED] = f"Only the unanswered: {len(unanswered)}"
    if bare:
        options[_BARE] = f"Only where evidence is missing: {len(bare)}"
    if len(options) == 1:
        return
    choose_from_bar(SHOW, "Which answers to show", options, _ALL, forgets=(QUESTION,))


def _show_missing(view: ReturnView, unanswered: Sequence[Item], bare: Sequence[Item]) -> None:
    if unanswered:
        html.notice(
            f"{len(unanswered)} of {view.progress().of} questions have no answer yet. "
            "You can submit when each has one; “don't know” is an answer too."
        )
    elif bare:
        html.notice(
            Markup(
                "All questions are answered, and at the level you chose these still need "
                "evidence: {}. Say what it is and where it is kept, or link something from your "
                "evidence that is still good."
            ).format(Markup(", ").join(question_link(view, item, item.code) for item in bare))
        )
    else:
        html.notice(
            Markup(
                "All questions are answered. Read them through, then "
                '<a href="#submit">submit below</a>.'
            ),
            "good",
        )
