"""Files of evidence by their address: to whom, under which name, and how a browser takes them."""

from __future__ import annotations

from email.message import Message
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from owf.access.sessions import COOKIE, start_session
from owf.assessment.evidence.library import add_evidence
from owf.assessment.returns.evidence_links import change_links
from owf.settings import get_settings
from owf.store import get_store
from owf.store.evidence import Described, NewFile
from owf.web.evidence.routes import attachment
from owf.web.routes import exception_handlers, middleware, routes
from tests.web.browsers import HOME, HTML, words

FILE = NewFile("Prüfung \u201c2009\u201d.pdf", "application/pdf", b"%PDF-1.7\n%%EOF\n")
INSIDE = ("carol", "dave", "erin")
OUTSIDE = ("ivan", "judy", "frank", "grace", "heidi", "mallory")


@pytest.fixture
def opens(cast, environment):
    """Asks for an address as one of the cast, or as nobody."""
    environment.setenv("OWF_DATABASE_URL", str(cast.store.engine.url))
    get_settings.cache_clear()
    get_store.cache_clear()
    product = Starlette(
        routes=routes(), middleware=middleware(), exception_handlers=exception_handlers()
    )

    def ask(path, who=None, **more):
        client = TestClient(product, base_url=HOME, follow_redirects=False)
        if who is not None:
            client.cookies.set(COOKIE, start_session(cast.store, who))
        return client.get(path, **more)

    yield ask
    get_store().close()


@pytest.fixture
def piece(cast):
    """A file of Cambridgeshire's police, linked to an answer."""
    partner = cast.cambridgeshire.partners["police"]
    found = add_evidence(cast.store, cast.alice, partner, Described("The audit"), FILE)
    change_links(cast.store, cast.alice, cast.police, add=[(found, "caf-1")])
    return found


def test_a_file_comes_as_an_attachment_that_runs_nothing_and_stays_nowhere(opens, piece):
    answer = opens(f"/files/{piece}", "bob")
    assert answer.status_code == 200
    assert answer.content == FILE.content
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert name_of(answer.headers["content-disposition"]) == FILE.name


def test_everybody_of_the_cast_gets_what_the_policy_says(opens, piece, cast):
    def let_in(person):
        return opens(f"/files/{piece}", person).status_code == 200

    everybody = ("alice", "bob", *INSIDE, *OUTSIDE)
    assert [one for one in everybody if let_in(one)] == ["alice", "bob"]
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    assert [one for one in everybody if let_in(one)] == ["alice", "bob", *INSIDE]


def test_what_is_not_there_and_what_is_not_theirs_look_the_same(opens, piece, cast):
    link = add_evidence(
        cast.store, cast.alice, cast.cambridgeshire.partners["police"],
        Described("A link"), "https://example.org/",
    )  # fmt: skip
    seen = {
        (answer.status_code, answer.text)
        for asked in (piece, "0" * 32, "x", link, "%2e%2e")
        for answer in (opens(f"/files/{asked}", "ivan"),)
    }
    assert len(seen) == 1
    ((status, _),) = seen
    assert status == 404
    assert "File not found" in words(opens(f"/files/{piece}", "ivan"))


@pytest.mark.parametrize("headers", [HTML, {}])
def test_whoever_is_signed_out_is_asked_to_sign_in_whatever_they_asked_for(opens, piece, headers):
    for asked in (piece, "0" * 32):
        answer = opens(f"/files/{asked}", headers=headers)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/auth/sign-in?next=%2Ffiles%2F{asked}"


def name_of(header):
    """The name under which a browser keeps a file."""
    message = Message()
    message["Content-Disposition"] = header
    exact = header.rpartition("filename*=UTF-8''")[2]
    assert message.get_content_disposition() == "attachment"
    return unquote(exact)


@given(st.text())
@example('a"; filename="evil.exe')
@example("a\r\nSet-Cookie: x=1.pdf")
@example("\ud800")
def test_no_name_can_add_to_the_header(name):
    header = attachment(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    plain, exact = header.removeprefix('attachment; filename="').split("\"; filename*=UTF-8''")
    assert not set(plain) & set('"\\;')
    assert unquote(exact) == name.encode("utf-8", "replace").decode()
