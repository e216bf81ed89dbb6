"""A plain page that the policy refuses: the reason is shown, and the refusal recorded."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from owf.access import start_session
from owf.access.errors import NotAllowed
from owf.access.sessions import COOKIE
from owf.store import audit
from owf.store.audit import EventsWanted
from owf.web.routes import exception_handlers

SENTENCE = "You may not open <this> file; ask your coordinator."


async def _refuse(_request):
    raise NotAllowed(SENTENCE)


@pytest.fixture
def client(site_store):
    """A browser of Cambridgeshire's coordinator at a route that refuses."""
    app = Starlette(
        routes=[Route("/files/{token}", _refuse)], exception_handlers=exception_handlers()
    )
    found = TestClient(app, base_url="http://testserver")
    found.cookies.set(COOKIE, start_session(site_store, "demo-2-coordinator"))
    return found


def recorded(store):
    with store.reading() as session:
        return audit.events(session, EventsWanted(actions=["refused"]), 100)


def test_it_says_why_not_with_every_sign_escaped(client):
    answer = client.get("/files/secret-token?trust=873")
    assert answer.status_code == 403
    assert "You may not open &lt;this&gt; file" in answer.text


def test_it_is_recorded_without_what_the_address_holds(client, site_store):
    client.get("/files/secret-token?trust=873&next=anna@example.org")
    (event,) = recorded(site_store)
    assert (event.person_id, event.object_kind, event.object_id, event.trust, event.address) == (
        "demo-2-coordinator", "route", "/files/{token}", 873, "testclient",
    )  # fmt: skip
    assert "secret-token" not in repr(event)


def test_nobody_known_is_recorded_as_such(client, site_store):
    client.cookies.clear()
    client.get("/files/secret-token")
    (event,) = recorded(site_store)
    assert (event.person_id, event.address) == (None, "testclient")


def test_a_record_that_cannot_be_written_hides_no_refusal(client, site_store):
    with site_store.writing() as session:
        session.execute(text("ALTER TABLE audit_event RENAME TO elsewhere"))
    with capture_logs() as logs:
        answer = client.get("/files/x")
    assert answer.status_code == 403
    assert "You may not open" in answer.text
    assert [one["event"] for one in logs] == ["refusal_not_recorded"]
