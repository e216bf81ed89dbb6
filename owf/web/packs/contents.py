"""Questionnaires in a list, what is wrong with one, and what changed since the one before."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf.assessment.packs import PackOnShelf
from owf.questionnaire import Audience, Item, ItemAudience, Mark, Pack, Theme, origin_of
from owf.questionnaire.change_summary import ChangeSummary, Entry, Section, called, counted
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.returns.previous_year import MARKS
from owf.web.returns.questions import condition_in_words, guidance
from owf.web.widgets.scale import choice_words, descriptors, scale_panel

_ASKED = {
    ItemAudience.LEADERS: "In the partner's return",
    ItemAudience.STEERING: "In the return, for the steering group's member",
    ItemAudience.ALL: "In the return, and asked of practitioners",
}


def preview(pack: Pack, theme: Theme, earlier: Pack | None) -> None:
    """``earlier`` is the questionnaire before, which decides what is marked as new or reworded."""
    html.write(
        '<h3>{}</h3><p class="owf-lead">{}</p>{}',
        theme.title,
        theme.intro,
        scale_panel(pack, theme),
    )
    for item in theme.items:
        with st.container(border=True, key=f"question-preview-{pack.version}-{item.id}"):
            html.write(
                '{}{}<p class="owf-small">{}</p>',
                _preview_head(pack, item, earlier),
                descriptors(pack, theme, item),
                " · ".join(_conditions(pack, item)),
            )
            _draw_choices(pack, item)


def _preview_head(pack: Pack, item: Item, earlier: Pack | None) -> Markup:
    mark = origin_of(pack, item.id, earlier).mark if earlier else Mark.SAME
    marked = Markup('<p class="owf-mark owf-mark-{}">{}</p>').format(mark.value, MARKS[mark])
    return Markup(
        '<div class="owf-question"><div class="owf-question-top"><h4 class="owf-code">{}</h4>{}'
        '</div><p class="owf-text">{}</p><p class="owf-hint">{}</p>{}</div>'
    ).format(
        item.code,
        html.NOTHING if mark is Mark.SAME else marked,
        item.text,
        item.hint,
        guidance(item),
    )


def _conditions(pack: Pack, item: Item) -> list[str]:
    words = [_ASKED[item.audience], pack.aspect(item.aspect).title]
    if item.sectors:
        titles = {sector.id: sector.title for sector in pack.sectors}
        words.append("only " + ", ".join(titles[one] for one in item.sectors))
    if item.applies_when:
        words.append(f"asked only where {condition_in_words(pack, item)}")
    if item.evidence and item.evidence.required_from:
        words.append(f"evidence required from level {item.evidence.required_from}")
    return words


def _draw_choices(pack: Pack, item: Item) -> None:
    scale = pack.scale_of(item)
    options = [*map(str, scale.values), *(one.value.value for one in scale.non_scores)]
    st.radio(
        as_label(f"{item.code}: {item.text} (preview)"),
        options,
        index=None,
        format_func=lambda option: as_label(choice_words(pack, option, item)),
        key=f"preview-{pack.name}-{item.id}",
        horizontal=True,
        disabled=True,
        label_visibility="collapsed",
    )


def packs_table(shelf: Sequence[PackOnShelf]) -> Markup:
    return html.table(
        counted(len(shelf), "questionnaire").capitalize(),
        ("Questionnaire", "Status", "Questions", "Follows", "Checks"),
        (
            (
                html.with_small(
                    Markup('<a href="/packs?{}" target="_self">{}</a>').format(
                        urlencode({"pack": one.name}), one.title
                    ),
                    one.name,
                ),
                _status_tag(one),
                _questions(one),
                _follows(one),
                _checks_tag(one),
            )
            for one in shelf
        ),
        css="owf-packs owf-stack",
    )


def _status_tag(one: PackOnShelf) -> Markup:
    return html.tag("Published", "owf-done") if one.is_published else html.tag("Draft")


def _checks_tag(one: PackOnShelf) -> Markup:
    if one.errors:
        return html.tag(counted(len(one.errors), "error"), "owf-out")
    words = f"Fine, {counted(len(one.warnings), 'warning')}" if one.warnings else "Fine"
    return html.tag(words, "owf-done")


def facts(one: PackOnShelf, pack: Pack) -> Markup:
    found = (
        ("Status", _status_tag(one)),
        ("Checks", _checks_tag(one)),
        ("Follows", _follows(one)),
        ("Questions", _questions(one)),
        ("For practitioners too", str(len(pack.items_for(Audience.PRACTITIONERS)))),
        ("Licence", pack.licence),
    )
    return html.facts(found) + html.hint(pack.source)


def checks(one: PackOnShelf) -> Markup:
    lists = (
        ("It cannot be used yet. Its author needs to correct:", one.errors),
        ("It can be used, but check these first:", one.warnings),
    )
    return Markup("<h2>Checks</h2>{}{}").format(
        "" if one.errors else Markup("<p>No problems were found.</p>"),
        html.join(
            Markup("<p>{}</p>{}").format(words, html.bullet_list(lines, "owf-faults"))
            for words, lines in lists
            if lines
        ),
    )


def what_changed(one: PackOnShelf, told: ChangeSummary) -> Markup:
    since = called(one.earlier) if one.earlier else ""
    return Markup('<h2>What changed since {}</h2><p class="owf-told">{}</p>{}').format(
        since, " ".join(told.sentences), html.join(map(_section, told.sections))
    )


def _questions(one: PackOnShelf) -> str:
    if one.pack is None:
        return "cannot be read"
    return f"{len(one.pack.items)} in {counted(len(one.pack.themes), 'theme')}"


def _follows(one: PackOnShelf) -> str:
    if one.earlier is not None:
        return called(one.earlier)
    lineage = one.pack.lineage if one.pack else None
    return lineage.since if lineage else "none: it is the first of a series"


def _section(section: Section) -> Markup:
    return html.fold(
        f"{section.title} ({section.changes})",
        html.given("<p>{}</p>", section.why)
        + html.bullet_list(map(_entry, section.entries), "owf-changes"),
    )


def _entry(entry: Entry) -> Markup:
    below = html.join(Markup("<p>{}</p>").format(line) for line in entry.below)
    return Markup("<strong>{}</strong>{}").format(entry.line, below)
