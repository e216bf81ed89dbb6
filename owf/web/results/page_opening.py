"""How pages of results open and end: heading, choices, parts, and how to check the signature."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.signing.reopening import sentence
from owf.questionnaire import Pack
from owf.web.markup import html
from owf.web.results.nothing_yet import not_compared
from owf.web.widgets.url_state import Parts, choose


class Box(NamedTuple):
    name: str
    label: str
    options: Mapping[str, str]
    default: str
    forgets: Sequence[str] = ()


def choose_side_by_side(choices: Sequence[Box], widths: Sequence[int]) -> list[str]:
    chosen = []
    for box, column in zip(choices, st.columns(widths), strict=False):
        with column:
            chosen.append(choose(*box[:4], forgets=box.forgets))
    return chosen


OVERALL = "overall"
ABOUT_CHANCE = Markup(
    "<p>Verdicts overall, on themes, on aspects and on single aspects of themes are four families. "
    "Each is held to false alarms in one Trust of twenty; together, about one page in nine shows "
    'something where all Trusts are alike. <a href="/method" target="_self">How results are '
    "worked out</a></p>"
)


def theme_choices(pack: Pack, *, with_overall: bool = True) -> dict[str, str]:
    themes = {theme.id: theme.title for theme in pack.themes}
    return {OVERALL: "Overall", **themes} if with_overall else themes


def heading_with_lead(text: str, above: str, lead: str = "") -> None:
    html.heading(text, above=above)
    if lead:
        html.write('<p class="owf-lead">{}</p>', lead)


def notices_and_parts(view: TrustComparison, parts: Parts) -> None:
    reopened = view.reopened
    if reopened is not None and (reopened.signed_again_at is None or view.seen_from_outside):
        html.notice(sentence(reopened))
    if not view.is_compared:
        not_compared(view)
    parts.choose()


def finding_and_numbers(view: TrustComparison) -> tuple[str, str]:
    overall = view.findings[0]
    numbers = overall.sentence.removeprefix(overall.claim).lstrip(": ")
    return overall.claim, numbers[:1].upper() + numbers[1:]


def signature_in_words(view: TrustComparison) -> tuple[str, Markup]:
    signature = view.signature
    signed = f"Signed off on {clock.in_words(signature.signed_at)}, version {signature.version}."
    check = Markup(
        '<details class="owf-what"><summary>How to check that this was not changed</summary>'
        "<p>Hash of everything that was signed: <code>{}</code></p></details>"
    ).format(signature.digest[:16])
    return signed, check


def notes_of_trust(view: TrustComparison) -> Markup:
    return html.join(
        Markup("<p>{}</p>").format(f"{view.trust.name}'s note: {text}") for _, text in view.notes
    )
