"""What the tests of the web share: settings that point to a copy of the demonstration."""

import shutil
from collections.abc import Iterator

import pytest
import streamlit as st
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from streamlit import config
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from owf.access.one_time_links import Purpose, make_link
from owf.access.passwords import hash_password
from owf.settings import ROOT, get_settings
from owf.store import Store, accounts, get_store, people
from owf.store.people import RoleHeld
from owf.web import layout
from owf.web.accounts import oidc
from owf.web.routes import exception_handlers, middleware, routes
from owf.web.survey.limits import FINISHED, GUESSES, STARTS
from owf.web.widgets.url_state import WHOLE
from tests.web.browsers import GOOD, HOME
from tests.web.made_up_provider import CLIENT_ID, CLIENT_SECRET, Provider, serve
from tests.web.rendered import html_of, read_verdicts

IN_PARTS = ("results", "compare", "region", "national")


@pytest.fixture(autouse=True)
def no_address(monkeypatch):
    """AppTest has no connection to tell an address of; Streamlit says so for this machine too."""
    monkeypatch.setattr(ContextProxy, "ip_address", None)


@pytest.fixture
def site_store(environment, demo_path, tmp_path) -> Iterator[Store]:
    """A copy of the demonstration's database, which is also the one that the web opens."""
    path = tmp_path / "site.db"
    shutil.copy(demo_path, path)
    environment.setenv("OWF_DATABASE_URL", f"sqlite:///{path}")
    get_settings.cache_clear()
    get_store.cache_clear()
    yield get_store()
    get_store().close()


@pytest.fixture
def setting(environment, site_store):
    """Changes one setting of the running product."""

    def change(name, value):
        environment.setenv(name, value)
        get_settings.cache_clear()

    return change


async def _stand_in(request):
    return PlainTextResponse(f"page {request.url.path}")


async def _stand_in_socket(socket):
    await socket.accept()
    await socket.send_text("open")
    await socket.close()


@pytest.fixture
def visit(site_store):
    """Opens browsers at the product, with a stand-in for Streamlit's pages."""
    app = Starlette(
        routes=[
            *routes(),
            WebSocketRoute("/_stcore/stream", _stand_in_socket),
            Route("/{path:path}", _stand_in),
        ],
        middleware=middleware(),
        exception_handlers=exception_handlers(),
    )

    def open_browser(address=HOME, **options):
        return TestClient(app, base_url=address, follow_redirects=False, **options)

    return open_browser


@pytest.fixture
def client(visit):
    """A browser."""
    return visit()


@pytest.fixture(scope="session")
def hashed():
    return hash_password(GOOD)


@pytest.fixture
def anna(site_store, hashed):
    """Somebody with an account and two roles."""
    with site_store.writing() as session:
        people.add_person(
            session,
            "anna",
            "Anna Novak",
            email="anna@example.org",
            roles=[
                RoleHeld("coordinator", "trust", "873"),
                RoleHeld("regional_lead", "region", "E12000006"),
            ],
        )
        accounts.set_password(session, "anna", hashed)


@pytest.fixture
def link_for(site_store, eve):
    """Makes one-time links: ``link_for(purpose, person)`` gives the path."""

    def make(purpose=Purpose.INVITATION, person="eve"):
        with site_store.writing() as session:
            return f"/auth/accept/{make_link(session, person, purpose).token}"

    return make


@pytest.fixture
def eve(site_store):
    """Somebody who is invited."""
    with site_store.writing() as session:
        people.add_person(session, "eve", "Eve <b>Ng</b>", email="eve@example.org")


@pytest.fixture(scope="session")
def provider_key():
    """The key that the provider signs with."""
    return RSAKey.generate_key(2048, parameters={"kid": "first"})


@pytest.fixture(scope="session")
def other_key():
    """Somebody else's key, under the same name."""
    return RSAKey.generate_key(2048, parameters={"kid": "first"})


@pytest.fixture
def made_up(provider_key, environment, site_store):
    """A provider that the settings name, at which Anna has an account; she was added here too."""
    found, server = serve(lambda port: Provider(port, provider_key))
    for name, value in {
        "OWF_OIDC_ISSUER": found.issuer,
        "OWF_OIDC_CLIENT_ID": CLIENT_ID,
        "OWF_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    }.items():
        environment.setenv(name, value)
    get_settings.cache_clear()
    oidc.provider_of.cache_clear()
    with site_store.writing() as session:
        people.add_person(session, "anna", "Anna", email="anna@example.org")
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def product(site_store):
    """The product without Streamlit's pages."""
    return Starlette(
        routes=routes(), middleware=middleware(), exception_handlers=exception_handlers()
    )


@pytest.fixture
def visitors(made_up, product):
    """Opens browsers at the product."""
    return lambda address=HOME: TestClient(product, base_url=address, follow_redirects=False)


@pytest.fixture
def visitor(visitors):
    """A browser."""
    return visitors()


def _whole(name, address):
    """An address of a page; all its parts are shown unless one is named (``None`` names none)."""
    found = {"part": WHOLE} | address if name in IN_PARTS else address
    return {key: value for key, value in found.items() if value is not None}


@pytest.fixture(autouse=True)
def no_browser(monkeypatch):
    """Pages run without a browser here, so no cookie says who it was that signed out."""
    monkeypatch.setattr(ContextProxy, "cookies", {})


@pytest.fixture
def open_page_at(site_store, monkeypatch):
    """A page at an address, as somebody sees it: run as Streamlit runs it."""

    def open_page(name, who, **address):
        monkeypatch.setattr(layout, "who_is_here", lambda: who)
        page = AppTest.from_file(str(ROOT / f"owf/web/pages/{name}.py"), default_timeout=60)
        for key, value in _whole(name, address).items():
            page.query_params[key] = value
        return page.run()

    return open_page


@pytest.fixture
def open_page_of_cast(cast, environment, monkeypatch):
    """A page at an address as one of the cast sees it: links left out, errors in full."""
    environment.setenv("OWF_DATABASE_URL", str(cast.store.engine.url))
    get_settings.cache_clear()
    get_store.cache_clear()
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)
    # What a page refuses is read here; once the product's own file is read it hides that.
    details = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")

    def open_page(name, who, /, **address):
        monkeypatch.setattr(layout, "who_is_here", who if callable(who) else lambda: who)
        page = AppTest.from_file(str(ROOT / f"owf/web/pages/{name}.py"), default_timeout=60)
        for key, value in _whole(name, address).items():
            page.query_params[key] = str(value)
        return page.run()

    yield open_page
    config.set_option("client.showErrorDetails", details)
    get_store().close()


@pytest.fixture
def verdicts(open_page_at):
    """The verdicts on a page with their workings, as somebody reads them."""

    def read(name, who, **address):
        page = open_page_at(name, who, **address)
        assert not page.exception
        return read_verdicts(html_of(page))

    return read


@pytest.fixture(autouse=True)
def _nobody_waits_for_another_test():
    """What addresses did at the survey is counted for the whole process."""
    yield
    for counted in (GUESSES, STARTS, FINISHED):
        counted.forget()
