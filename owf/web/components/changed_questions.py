"""What a change since last year rests on, where the questionnaire changed."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.change_notes import ChangeNotes
from owf.benchmark.wording import listed
from owf.questionnaire import Pack
from owf.web import html


def changed_questions(notes: ChangeNotes, pack: Pack) -> Markup:
    """On how many questions, on which themes not at all, and what changed; nothing where none did.

    Args:
        notes: what is to be said.
        pack: this year's questionnaire, for the themes' titles.
    """
    without: dict[str, list[str]] = {}
    for theme, why in notes.nothing_for.items():
        without.setdefault(why, []).append(pack.theme(theme).title)
    said = [
        notes.said,
        *(f"No change is shown on {listed(titles)} ({why})." for why, titles in without.items()),
    ]
    parts = [Markup("<p>{}</p>").format(one) for one in said if one]
    if notes.changed:
        parts.append(
            Markup(
                '<details class="owf-what"><summary>What changed in the questions</summary>'
                "<ul>{}</ul></details>"
            ).format(html.join(Markup("<li>{}</li>").format(text) for _, text in notes.changed))
        )
    return html.join(parts)
