"""The check list of a sign-off, and the dissent that stands in what is signed."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.signing.checklist import Check, CheckState, SignOffView
from owf.web.markup import html
from owf.web.moderation.replies import reply_markup


def check_list(view: SignOffView) -> Markup:
    return Markup(
        '<section class="owf-checks" aria-labelledby="check-list"><h2 id="check-list">Check list'
        "</h2><ul>{}</ul></section>"
    ).format(html.join(_line(one) for one in view.checks))


def _line(check: Check) -> Markup:
    css, mark, state = {
        CheckState.DONE: ("owf-check-done", "✓", "Done"),
        CheckState.MISSING: ("owf-check-missing", "✗", "Missing"),
        CheckState.NOT_YET: ("owf-check-optional", "–", "Not yet"),
        CheckState.OPTIONAL: ("owf-check-optional", "–", "Optional"),
    }[check.state]
    return Markup(
        '<li class="{}"><p class="owf-check-title"><span class="owf-check-state">'
        '<span aria-hidden="true">{}</span> {}</span> <strong>{}</strong></p><p>{}</p></li>'
    ).format(css, mark, state, check.title, check.words)


def dissent(view: SignOffView) -> Markup:
    codes = {item.id: item.code for item in view.pack.items}
    return Markup(
        "<h2>Disagreements that remain</h2><p>They are kept in the record with what is signed. "
        'Only your own Trust can see them.</p><ul class="owf-replies">{}</ul>'
    ).format(
        html.join(
            reply_markup(one, about=codes.get(one.item_id, one.item_id)) for one in view.standing
        )
    )
