"""What a change since last year rests on, where the questionnaire changed."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.change_notes import ChangeNotes
from owf.questionnaire import Pack
from owf.web import html


def changed_questions(notes: ChangeNotes, pack: Pack) -> Markup:
    """On how many questions, on which themes not at all, and what changed; nothing where none did.

    Args:
        notes: what is to be said.
        pack: this year's questionnaire, for the themes' titles.
    """
    parts = [Markup("<p>{}</p>").format(notes.said)] if notes.said else []
    if notes.nothing_for:
        parts.append(
            Markup("<p>No change is shown for some themes: {}.</p>").format(
                "; ".join(
                    f"{pack.theme(theme).title} ({why})" for theme, why in notes.nothing_for.items()
                )
            )
        )
    if notes.changed:
        parts.append(
            Markup(
                '<details class="owf-what"><summary>What changed in the questions</summary>'
                "<ul>{}</ul></details>"
            ).format(html.join(Markup("<li>{}</li>").format(text) for _, text in notes.changed))
        )
    return html.join(parts)
