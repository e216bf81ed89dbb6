"""What a page was opened for: it comes into view and has the focus, so that nobody looks for it.

A script in the page's shell does it (``owf/web/assets/into-view.js``), once a visit: as soon as the
place is there, and again while the page is drawn around it, until the person does something.
"""

from __future__ import annotations

from markupsafe import Markup

from owf.web import html


def bring_into_view(selector: str, visit: str, *, block: str = "start") -> None:
    """Bring a place of the page into view and give it the focus.

    Args:
        selector: of the place, in CSS.
        visit: a name for this visit, other than that of the visit before it.
        block: where in the window it comes: ``start`` or ``center``.
    """
    html.show(
        Markup(
            '<span hidden data-owf-visit="{}" data-owf-target="{}" data-owf-block="{}"></span>'
        ).format(visit, selector, block)
    )
