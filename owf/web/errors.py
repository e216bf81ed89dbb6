"""One map from what went wrong to what the person sees: what happened, and what to do now."""

from urllib.parse import urlsplit

import streamlit as st
import structlog

from owf.access.audit import never_in_the_way, record_refusal
from owf.assessment.errors import NotAllowed, NotFound, Refused
from owf.store import StoreFailed, get_store
from owf.web import layout, navigation
from owf.web.markup import html
from owf.web.session import address_of_page
from owf.web.widgets.url_state import number_in_address

_LOG = structlog.get_logger()
_RECORDED = "owf:refusals-recorded"
_NO_DATABASE = (
    "We cannot reach the database, so this page cannot be shown. Everything that was shown as "
    "saved is safe. Reload the page in a minute. If it still does not work, tell the person who "
    "runs this service."
)
_SOMETHING_WRONG = (
    "Something went wrong, so this page cannot be shown. Everything that was shown as saved is "
    "safe. Reload the page. If it happens again, tell the person who runs this service what you "
    "were doing."
)


def show_script_error(error: Exception) -> bool:
    """Show an error of a page run; gives whether it was shown (Streamlit asks)."""
    if isinstance(error, NotAllowed):
        _heading_if_none("This page is not open to you")
        html.notice(told(error), "problem")
    elif isinstance(error, NotFound):
        _heading_if_none("There is nothing here yet")
        html.notice(told(error))
        navigation.link_to(navigation.START, "Go to Start")
    elif isinstance(error, Refused):
        _heading_if_none("This could not be done")
        html.notice(told(error), "problem")
    elif isinstance(error, StoreFailed):
        _LOG.error("store_failed", kind=type(error).__name__)
        _heading_if_none("This page cannot be shown")
        html.notice(_NO_DATABASE, "problem")
    else:
        _LOG.exception("page_failed", kind=type(error).__name__, exc_info=error)
        _heading_if_none("This page cannot be shown")
        html.notice(_SOMETHING_WRONG, "problem")
    return True


def told(refused: Refused) -> str:
    """Recorded once for a session, page and choices: a refused page runs again at each click."""
    if isinstance(refused, NotAllowed):
        with never_in_the_way():
            _record_once()
    return str(refused)


def _record_once() -> None:
    page, choices = _page_path(), tuple(sorted(st.query_params.to_dict().items()))
    recorded: set[object] = st.session_state.setdefault(_RECORDED, set())
    if (page, choices) in recorded:
        return
    record_refusal(
        get_store(),
        layout.who_is_here(),
        "page",
        page,
        trust=number_in_address("trust"),
        partner=number_in_address("partner"),
        address=address_of_page(),
    )
    recorded.add((page, choices))


def _page_path() -> str:
    """The address of the page, one of ours: whatever else an address says is not kept."""
    path = urlsplit(st.context.url or "").path.rstrip("/").rsplit("/", 1)[-1]
    return f"/{path}" if path in {page.path for page in navigation.PAGES} else "/"


def _heading_if_none(text: str) -> None:
    """A page keeps the heading it has; one that failed before it gets this."""
    if not html.has_heading():
        html.heading(text)
