"""The plain web around Streamlit: sign-in, health, security headers, start-up."""

import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from streamlit.runtime.pages_manager import PagesManager

from owf.access.errors import NotAllowed
from owf.assessment.disclosure.trusts import read_ahead
from owf.logs import set_up_logs
from owf.store import StoreFailed, get_store
from owf.store.migration import is_current
from owf.web.accounts.account import account_page, change_own_password, end_sessions
from owf.web.accounts.details import address_page, change_email, change_name, confirm_address
from owf.web.accounts.oidc import finish_single_sign_on, start_single_sign_on
from owf.web.accounts.one_time_links import accept_link, accept_page, forgotten_page, send_link
from owf.web.accounts.sign_in import (
    sign_in,
    sign_in_page,
    sign_out,
    sign_out_page,
    still_signed_in,
)
from owf.web.evidence.routes import hand_out_file
from owf.web.server.forms import FormRefused, form_refused_response
from owf.web.server.headers import SecurityHeaders
from owf.web.server.hosts import OurHostsOnly
from owf.web.server.plain import (
    healthz,
    no_such_page,
    not_allowed_response,
    readyz,
    store_failed_response,
)
from owf.web.server.sessions import SignInFirst
from owf.web.server.shell import Shell, look_page
from owf.web.server.streamlit_addresses import OwnAddresses
from owf.web.server.streamlit_reconnect import WholeRunFirst
from owf.web.survey.routes import answer_survey, survey_page

_COLLECTED = 20_000, 20, 100
"""At Python's own 700, 10 and 10 a full server stands still for half a second every few seconds."""


def routes() -> list[BaseRoute]:
    return [
        # First, because they are asked for thousands of times within a minute.
        Route("/survey/{token}", survey_page, methods=["GET"]),
        Route("/survey/{token}", answer_survey, methods=["POST"]),
        Route("/survey/{rest:path}", no_such_page, methods=["GET"]),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/auth/sign-in", sign_in_page, methods=["GET"]),
        Route("/auth/sign-in", sign_in, methods=["POST"]),
        Route("/auth/sign-out", sign_out_page, methods=["GET"]),
        Route("/auth/sign-out", sign_out, methods=["POST"]),
        Route("/auth/still-signed-in", still_signed_in, methods=["GET"]),
        Route("/auth/accept/{token}", accept_page, methods=["GET"]),
        Route("/auth/accept/{token}", accept_link, methods=["POST"]),
        Route("/auth/forgotten", forgotten_page, methods=["GET"]),
        Route("/auth/forgotten", send_link, methods=["POST"]),
        Route("/auth/account", account_page, methods=["GET"]),
        Route("/auth/account", change_own_password, methods=["POST"]),
        Route("/auth/account/sessions", end_sessions, methods=["POST"]),
        Route("/auth/account/name", change_name, methods=["POST"]),
        Route("/auth/account/email", change_email, methods=["POST"]),
        Route("/auth/email/{token}", address_page, methods=["GET"]),
        Route("/auth/email/{token}", confirm_address, methods=["POST"]),
        Route("/auth/oidc/start", start_single_sign_on, methods=["GET"]),
        Route("/auth/oidc/callback", finish_single_sign_on, methods=["GET"]),
        # The last of them: else Streamlit's page, or its own sign-in, would answer here.
        Route("/auth/{rest:path}", no_such_page, methods=["GET"]),
        Route("/look/{digest}.css", look_page, methods=["GET"]),
        Route("/files/{id}", hand_out_file, methods=["GET"]),
    ]


def exception_handlers() -> dict[type[Exception], Callable[[Request, Exception], Response]]:
    return {
        StoreFailed: store_failed_response,
        NotAllowed: not_allowed_response,
        FormRefused: form_refused_response,
    }


def middleware() -> list[Middleware]:
    """What every request passes, outermost first. Pure ASGI: it sees WebSockets too."""
    return [
        Middleware(SecurityHeaders),
        Middleware(OurHostsOnly),
        Middleware(OwnAddresses),
        Middleware(SignInFirst),
        Middleware(Shell),
        Middleware(WholeRunFirst),
    ]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Freezing what was imported away from the collector is most of what makes a click cheap."""
    import plotly.graph_objects  # noqa: F401, PLC0415  heavy, wanted before the first page
    import scipy.special  # noqa: F401, PLC0415
    import statsmodels.stats.meta_analysis  # noqa: F401, PLC0415

    # Streamlit gives every server logger a handler; one line a request is noise.
    logging.getLogger("uvicorn.access").disabled = True
    # A folder called "pages" beside the script is Streamlit's older way to have pages; until
    # st.navigation has run once in a process, a browser that connects again would be given the
    # page's file alone, without the frame around it.
    PagesManager.uses_pages_directory = False
    set_up_logs()
    store = get_store()
    if store.is_reachable() and is_current(store):
        try:
            read_ahead(store)
        except (ValueError, TypeError, StoreFailed):
            # A damaged row is for `check` to tell; it keeps nobody from their own pages.
            structlog.get_logger().exception("read_ahead_failed")
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
    yield
    get_store().close()
