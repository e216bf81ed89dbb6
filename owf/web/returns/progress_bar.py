"""How many questions are answered, in view however far one has scrolled."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.asking import Progress


def progress_bar(done: Progress) -> Markup:
    """In words, and as a bar; the style sheet keeps what holds it at the top of the window."""
    return Markup(
        '<div class="owf-progress" role="status"><span class="owf-progress-words">'
        "{} of {} answered</span>"
        '<span class="owf-bar" aria-hidden="true"><span style="width:{:.0f}%"></span></span></div>'
    ).format(done.answered, done.of, 100 * done.answered / max(done.of, 1))
