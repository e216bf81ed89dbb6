"""A theme of a questionnaire as partners will see it, to read and not to answer."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from owf.questionnaire import Item, ItemAudience, Mark, Pack, Theme, origin_of
from owf.web import html
from owf.web.components.guidance import guidance
from owf.web.components.last_year import MARKS
from owf.web.components.not_asked import condition_in_words
from owf.web.components.scale import choice_words, descriptors, escape_markdown, scale_panel

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
