"""All answers of a return on one page, theme by theme."""

import re
from collections.abc import Collection, Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor
from owf.assessment.asked_items import choice_of, without_answer, without_evidence
from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.evidence_links import proven_in
from owf.assessment.returns.receipt import receipt_of
from owf.questionnaire import Item, Theme
from owf.settings import get_settings
from owf.store import get_store
from owf.store.rounds import ReturnFacts
from owf.texts import name_in_file
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.moderation.replies import agreed_levels
from owf.web.returns.evidence import written_on
from owf.web.returns.overview import (
    above,
    go_to_question,
    place_of_answer,
    question_link,
    return_news,
    state_of,
)
from owf.web.widgets.downloads import download
from owf.web.widgets.scale import as_option, choice_words
from owf.web.widgets.url_state import choose


def receipt(partner_id: int, year: int) -> None:
    found = receipt_of(get_store(), signed_in(), partner_id, year)
    with st.container(border=True, key=f"receipt-{partner_id}"):
        html.write(
            '<div class="owf-task"><h2>Receipt</h2></div><p>Every answer, comment and '
            "piece of evidence as you submitted it, to keep or print. As long as the "
            "fingerprint below is the same as the one on your receipt, nothing has changed "
            'since.</p><p class="owf-hint">Fingerprint</p><p><code '
            'class="owf-digits">{}</code></p>',
            in_groups(found.fingerprint),
        )
        download(
            "Receipt (PDF)",
            lambda who: _receipt_pdf(who, partner_id, year),
            f"receipt-{year}-{name_in_file(found.partner)}.pdf",
            what="the receipt of a self-assessment",
            trust=found.trust_number,
            mime="application/pdf",
        )


def _receipt_pdf(who: Actor, partner_id: int, year: int) -> bytes:
    from owf.exchange.pdf import receipt_pdf  # noqa: PLC0415  brings a typesetter along

    return receipt_pdf(receipt_of(get_store(), who, partner_id, year), made_up=get_settings().demo)


def in_groups(digits: str) -> str:
    return " ".join(re.findall(".{8}", digits))


def submitted_returns(returns: Sequence[ReturnFacts], year: int) -> None:
    names = {str(one.partner_id): one.partner_name for one in returns if one.status == "submitted"}
    if not names:
        return
    html.write(
        "<h2>What partners submitted</h2><p>Use these to check a partner's own receipt, or "
        "to take to a meeting.</p>"
    )
    left, _ = st.columns([2, 3])
    with left:
        chosen = choose("partner", "Partner", {"": "Choose a partner"} | names, "")
    if chosen:
        receipt(int(chosen), year)


def all_answers(
    view: ReturnView, jumps: Mapping[str, int] | None = None, only: Collection[str] | None = None
) -> None:
    """``jumps`` are last year's levels of items worth a second look; ``only`` are ids to show."""
    for theme in view.pack.themes:
        items = [item for item in view.items(theme) if only is None or item.id in only]
        if not items:
            continue
        done = view.progress(theme)
        html.write(
            '<div class="owf-task"><h2>{}</h2><p class="owf-tag {}">{}</p></div>',
            theme.title,
            "owf-done" if done.is_complete else "owf-open",
            state_of(done),
        )
        head = ["Question", "Statement", "Answer", "Comment and evidence"]
        html.show(
            html.table(
                f"Your answers on {theme.short_title}",
                head if view.is_locked else [*head, "Change"],
                (_answer_row(view, item, jumps or {}) for item in items),
                css="owf-answers owf-stack",
            )
        )
        if not view.is_locked:
            _link_to_missing(view, theme)


def _link_to_missing(view: ReturnView, theme: Theme) -> None:
    items = view.items(theme)
    unanswered = without_answer(items, view.answers)
    bare = without_evidence(items, view.answers, proven_in(view))
    for missing, label in (
        (unanswered, f"Answer the missing questions in {theme.short_title}"),
        (bare, f"Add the missing evidence in {theme.short_title}"),
    ):
        if missing:
            go_to_question(view, label, missing[0])
            return


def _answer_row(view: ReturnView, item: Item, jumps: Mapping[str, int]) -> tuple[str | Markup, ...]:
    answer = view.answers.get(item.id)
    option = as_option(choice_of(answer))
    words = choice_words(view.pack, option, item)
    if not option:
        shown = Markup('<strong class="owf-missing">{}</strong>').format(words)
    elif item.id in jumps:
        shown = Markup('{}<span class="owf-jump">{} in {}: worth a second look</span>').format(
            words, jumps[item.id], view.round.year - 1
        )
    else:
        shown = Markup("{}").format(words)
    written = written_on(view, item)
    if view.is_locked:
        return item.code, item.text, shown, written
    change = Markup('{} <span class="owf-ears">{}</span>').format(
        "Change" if option else "Answer", item.code
    )
    return (
        question_link(view, item, item.code, is_second=True),
        item.text,
        shown,
        written,
        question_link(view, item, change, mark=place_of_answer(item)),
    )


def excused(view: ReturnView) -> None:
    html.heading("You do not need to answer this year", above=above(view))
    html.notice(
        Markup(
            "<strong>{}'s coordinator noted apologies: {}.</strong> Your answers are kept but do "
            "not count. If this is wrong, ask the coordinator to remove the apologies. Then you "
            "can continue where you left off."
        ).format(view.round.trust_name, view.facts.apology)
    )
    all_answers(view)


def locked(view: ReturnView) -> None:
    html.heading("Submitted, thank you", above=above(view), view="submitted")
    when = clock.in_words(view.facts.submitted_at) if view.facts.submitted_at else "earlier"
    by = f" by {view.submitted_by_name}" if view.submitted_by_name else ""
    signed = view.round.status == "signed"
    html.notice(
        Markup("<strong>Submitted on {}{}.</strong> {}").format(
            when,
            by,
            f"{view.round.trust_name} has signed, so your answers can no longer be changed."
            if signed
            else (
                "Your answers are locked. If you need to change something, ask the coordinator "
                f"of {view.round.trust_name} to reopen them."
            ),
        ),
        "good",
    )
    html.write(
        "<p><strong>What happens next:</strong> {}</p>",
        "you can compare the results."
        if signed
        else "the steering group agrees a level for each question. Each is shown here when "
        "it is agreed, and you can reply to it until the chair signs. Then you can see how "
        "the Trust compares.",
    )
    if view.facts.status == "submitted":
        return_news(view.partner.id, view.round.year)
        receipt(view.partner.id, view.round.year)
        agreed_levels(view.partner.id, view.round.year)
    all_answers(view)
