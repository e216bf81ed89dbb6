"""What is worth a second look before a return is submitted: each flag with its reason."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st
from markupsafe import Markup

from owf.assessment.answering import ReturnView
from owf.assessment.second_look import SecondLook
from owf.benchmark import QualityConcern, QualityFlag
from owf.questionnaire import NonScore
from owf.web import html
from owf.web.components.return_places import go, question_link

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
    """Draw the flags, with links to what they are about; nothing where there is none."""
    if not found.flags:
        return
    with st.container(border=True, key="second-look"):
        html.show(
            Markup(
                '<div class="owf-task"><h2>Worth a second look</h2></div><p>Something here is '
                "unusual. You can still submit. An unusual self-assessment can be an honest "
                "one.</p>"
            )
        )
        html.show(html.join(_flag(view, flag) for flag in found.flags))
        flagged = {item for flag in found.flags for item in flag.items}
        with st.container(horizontal=True, gap="small"):
            for theme in view.pack.themes:
                if any(item.id in flagged for item in theme.items):
                    go(view, f"Look again at {theme.short_title}", theme.id)
        html.show(html.fold("How this is worked out", _working(view, found)))


def _flag(view: ReturnView, flag: QualityFlag) -> Markup:
    return Markup(
        '<div class="owf-flag"><h3>{}</h3><p><strong>{}</strong> {}</p>'
        '<p class="owf-hint">Questions: {}</p></div>'
    ).format(_TITLES[flag.concern], flag.reason, _WHAT_TO_DO[flag.concern], _codes(view, flag))


def _codes(view: ReturnView, flag: QualityFlag) -> Markup:
    """The flagged questions as links, theme by theme."""
    of_themes = [
        [question_link(view, item, item.code) for item in theme.items if item.id in flag.items]
        for theme in view.pack.themes
    ]
    return Markup("; ").join(Markup(", ").join(links) for links in of_themes if links)


def _working(view: ReturnView, found: SecondLook) -> Markup:
    last, scale = view.round.year - 1, view.pack.scale.values
    lines = [
        ("Answers looked at", str(found.answered)),
        ("With a level", _levels(list(found.levels.values()), scale)),
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
        _steps(view, found, last),
    )


def _levels(given: Collection[int], scale: Collection[int]) -> str:
    counts = [(level, sum(one == level for one in given)) for level in scale]
    each = ", ".join(f"{count} at {level}" for level, count in counts if count)
    return f"{len(given)} ({each})" if each else "0"


def _steps(view: ReturnView, found: SecondLook, last: int) -> Markup:
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
