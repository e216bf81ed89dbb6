"""What else a pack says of a question: guidance, things to read, and how one would ask today."""

from __future__ import annotations

from markupsafe import Markup

from owf.questionnaire import Item
from owf.web import html


def guidance(item: Item) -> Markup:
    """Folded away below the hint; nothing where the pack says nothing more."""
    parts = [
        Markup("<p>{}</p>").format(item.guidance) if item.guidance else html.NOTHING,
        _resources(item),
        Markup("<p><strong>In today's words:</strong> {}</p>").format(item.today.text)
        if item.today
        else html.NOTHING,
    ]
    optional = (
        html.NOTHING
        if item.required
        else Markup('<p class="owf-hint">You can leave this question unanswered.</p>')
    )
    if not any(parts):
        return optional
    return Markup('{}<details class="owf-what"><summary>More on {}</summary>{}</details>').format(
        optional, item.code, html.join(parts)
    )


def _resources(item: Item) -> Markup:
    if not item.resources:
        return html.NOTHING
    return Markup("<ul>{}</ul>").format(
        html.join(
            Markup('<li><a href="{}" rel="noreferrer">{}</a></li>').format(one.url, one.title)
            if one.url
            else Markup("<li>{}</li>").format(one.title)
            for one in item.resources
        )
    )
