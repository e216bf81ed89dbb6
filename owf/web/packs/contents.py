"""Questionnaires in a list, what is wrong with one, and what changed since the one before."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf.assessment.packs import PackOnShelf
from owf.questionnaire import Audience, Item, ItemAudience, Mark, Pack, Theme, origin_of
from owf.questionnaire.change_summary import ChangeSummary, Entry, Section, called, counted
from owf.web.markup import html
from owf.web.returns.previous_year import MARKS
from owf.web.returns.questions import condition_in_words, guidance
from owf.web.widgets.scale import choice_words, descriptors, escape_markdown, scale_panel

_ASKED = {
    ItemAudience.LEADERS: "In the partner's return",
    ItemAudience.STEERING: "In the return, for the steering group's member",
    ItemAudience.ALL: "In the return, and asked of practitioners",
}


def preview(pack: Pack, theme: Theme, earlier: Pack | None) -> None:
    """Draw a theme's introduction, scale and questions.

    Args:
        pack: the questionnaire.
        theme: one of its themes.
        earlier: the questionnaire before, which says what is marked as new or reworded.
    """
    html.show(
        Markup('<h3>{}</h3><p class="owf-lead">{}</p>{}').format(
            theme.title, theme.intro, scale_panel(pack, theme)
        )
    )
    for item in theme.items:
        with st.container(border=True, key=f"question-preview-{pack.version}-{item.id}"):
            html.show(
                Markup('{}{}<p class="owf-small">{}</p>').format(
                    _head(pack, item, earlier),
                    descriptors(pack, theme, item),
                    " · ".join(_beside(pack, item)),
                )
            )
            _choices(pack, item)


def _head(pack: Pack, item: Item, earlier: Pack | None) -> Markup:
    return Markup(
        '<div class="owf-question"><div class="owf-question-top"><h4 class="owf-code">{}</h4>{}'
        '</div><p class="owf-text">{}</p><p class="owf-hint">{}</p>{}</div>'
    ).format(
        item.code,
        _mark(pack, item, earlier),
        item.text,
        item.hint,
        guidance(item),
    )


def _mark(pack: Pack, item: Item, earlier: Pack | None) -> Markup:
    mark = origin_of(pack, item.id, earlier).mark if earlier else Mark.SAME
    if mark is Mark.SAME:
        return html.NOTHING
    return Markup('<p class="owf-mark owf-mark-{}">{}</p>').format(mark.value, MARKS[mark])


def _beside(pack: Pack, item: Item) -> list[str]:
    """What decides about the question, though partners do not read it."""
    said = [_ASKED[item.audience], pack.aspect(item.aspect).title]
    if item.sectors:
        titles = {sector.id: sector.title for sector in pack.sectors}
        said.append("only " + ", ".join(titles[one] for one in item.sectors))
    if item.applies_when:
        said.append(f"asked only where {condition_in_words(pack, item)}")
    if item.evidence and item.evidence.required_from:
        said.append(f"evidence required from level {item.evidence.required_from}")
    return said


def _choices(pack: Pack, item: Item) -> None:
    """The answers that are offered, which nobody can choose here."""
    scale = pack.scale_of(item)
    options = [*map(str, scale.values), *(one.value.value for one in scale.non_scores)]
    st.radio(
        f"{item.code}: {escape_markdown(item.text)} (preview)",
        options,
        index=None,
        format_func=lambda option: choice_words(pack, option, item),
        key=f"preview-{pack.name}-{item.id}",
        horizontal=True,
        disabled=True,
        label_visibility="collapsed",
    )


def packs_table(shelf: Sequence[PackOnShelf]) -> Markup:
    """Every questionnaire, each linked to its own view."""
    return html.table(
        counted(len(shelf), "questionnaire").capitalize(),
        ("Questionnaire", "Status", "Questions", "Follows", "Checks"),
        (
            (_name(one), status_tag(one), _questions(one), _follows(one), checks_tag(one))
            for one in shelf
        ),
        css="owf-packs owf-stack",
    )


def status_tag(one: PackOnShelf) -> Markup:
    """Published, or still a draft."""
    css, words = ("owf-done", "Published") if one.is_published else ("", "Draft")
    return Markup('<span class="owf-tag {}">{}</span>').format(css, words)


def checks_tag(one: PackOnShelf) -> Markup:
    """Whether it can be used, and how much there is to look at."""
    if one.errors:
        return Markup('<span class="owf-tag owf-out">{}</span>').format(
            counted(len(one.errors), "error")
        )
    words = f"Fine, {counted(len(one.warnings), 'warning')}" if one.warnings else "Fine"
    return Markup('<span class="owf-tag owf-done">{}</span>').format(words)


def facts(one: PackOnShelf, pack: Pack) -> Markup:
    """What is to be known of a questionnaire at a glance; `pack` is what its files say."""
    said = (
        ("Status", status_tag(one)),
        ("Checks", checks_tag(one)),
        ("Follows", _follows(one)),
        ("Questions", _questions(one)),
        ("For practitioners too", str(len(pack.items_for(Audience.PRACTITIONERS)))),
        ("Licence", pack.licence),
    )
    return Markup('<dl class="owf-facts">{}</dl><p class="owf-hint">{}</p>').format(
        html.join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in said),
        pack.source,
    )


def checks(one: PackOnShelf) -> Markup:
    """Every error and warning, with its place and what to do."""
    parts = [Markup("<h2>Checks</h2>")]
    if one.errors:
        parts.append(_faults("It cannot be used yet. Its author needs to correct:", one.errors))
    else:
        parts.append(Markup("<p>No problems were found.</p>"))
    if one.warnings:
        parts.append(_faults("It can be used, but check these first:", one.warnings))
    return html.join(parts)


def what_changed(one: PackOnShelf, told: ChangeSummary) -> Markup:
    """The paragraph, with the lists folded away below it."""
    since = called(one.earlier) if one.earlier else ""
    return Markup('<h2>What changed since {}</h2><p class="owf-told">{}</p>{}').format(
        since, " ".join(told.sentences), html.join(map(_section, told.sections))
    )


def _name(one: PackOnShelf) -> Markup:
    return Markup(
        '<a href="/packs?{}" target="_self">{}</a> <span class="owf-small">{}</span>'
    ).format(urlencode({"pack": one.name}), one.title, one.name)


def _questions(one: PackOnShelf) -> str:
    if one.pack is None:
        return "cannot be read"
    return f"{len(one.pack.items)} in {counted(len(one.pack.themes), 'theme')}"


def _follows(one: PackOnShelf) -> str:
    if one.earlier is not None:
        return called(one.earlier)
    lineage = one.pack.lineage if one.pack else None
    return lineage.since if lineage else "none: it is the first of a series"


def _faults(words: str, lines: Sequence[str]) -> Markup:
    return Markup('<p>{}</p><ul class="owf-faults">{}</ul>').format(
        words, html.join(Markup("<li>{}</li>").format(line) for line in lines)
    )


def _section(section: Section) -> Markup:
    return Markup(
        '<details class="owf-what owf-fold"><summary>{} ({})</summary>{}<ul class="owf-changes">{}'
        "</ul></details>"
    ).format(
        section.title,
        section.changes,
        Markup("<p>{}</p>").format(section.why) if section.why else html.NOTHING,
        html.join(map(_entry, section.entries)),
    )


def _entry(entry: Entry) -> Markup:
    return Markup("<li><strong>{}</strong>{}</li>").format(
        entry.line, html.join(Markup("<p>{}</p>").format(line) for line in entry.below)
    )
