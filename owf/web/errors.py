"""One map from what went wrong to what the person sees: what happened, and what to do now."""

from __future__ import annotations

import structlog

from owf.assessment.refusals import NotAllowed, NotFound, Refused
from owf.store import StoreFailed
from owf.web import html

_LOG = structlog.get_logger()


def show_script_error(error: Exception) -> bool:
    """Show an error of a page run; gives whether it was shown (Streamlit asks)."""
    if isinstance(error, NotAllowed):
        _heading("This page is not open to you")
        html.notice(str(error), "problem")
    elif isinstance(error, NotFound):
        _heading("There is nothing here yet")
        html.notice(str(error))
    elif isinstance(error, Refused):
        _heading("This could not be done")
        html.notice(str(error), "problem")
    elif isinstance(error, StoreFailed):
        _LOG.error("store_failed", kind=type(error).__name__)
        _heading("This page could not be drawn")
        html.notice(
            "The database does not answer, so this page could not be drawn. Everything that was "
            "shown as saved is safe. Reload the page in a minute; if this goes on, tell whoever "
            "runs this service.",
            "problem",
        )
    else:
        _LOG.exception("page_failed", kind=type(error).__name__, exc_info=error)
        _heading("This page could not be drawn")
        html.notice(
            "Something went wrong on our side, so this page could not be drawn. Everything that "
            "was shown as saved is safe. Reload the page; if it happens again, tell whoever runs "
            "this service what you were doing.",
            "problem",
        )
    return True


def _heading(text: str) -> None:
    """A page keeps the heading it has; one that failed before it gets this."""
    if not html.has_heading():
        html.heading(text)
