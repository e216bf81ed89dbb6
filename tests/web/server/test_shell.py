"""The page in which Streamlit's frontend begins, and the stylesheet that comes with it."""

from __future__ import annotations

import pytest

from owf.web import stylesheet
from owf.web.navigation import PAGES
from owf.web.server.shell import Shell
from tests.web.browsers import HTML, sign_in


@pytest.fixture
def page(client):
    """A page of somebody who is signed in, as the server gives it first."""
    sign_in(client)

    def get(path):
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 200
        return answer

    return get


@pytest.mark.parametrize("path", ["/", *(f"/{one.path}" for one in PAGES if one.path), "/nowhere"])
def test_every_page_says_where_its_server_is_and_brings_its_look(page, path):
    answer = page(path)
    assert "<title>One Workforce</title>" in answer.text
    told, begun = answer.text.index("BACKEND_BASE_URL"), answer.text.index('<script type="module"')
    assert told < begun
    assert answer.text.index('<link rel="stylesheet" href="/look/') > answer.text.index("</head>")
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_that_is_not_ones_own_may_not_talk_to_it(page):
    assert "allowedOrigins: [window.location.origin]" in page("/compare").text


def test_whoever_is_not_signed_in_is_sent_to_sign_in_first(client):
    assert client.get("/compare", headers=HTML).status_code == 303


def test_an_address_with_a_slash_behind_it_is_streamlits_to_mend(client):
    sign_in(client)
    assert client.get("/compare/", headers=HTML).text == "page /compare/"


def test_the_stylesheet_is_kept_until_it_changes(client):
    answer = client.get(stylesheet.address())
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "--owf-" in answer.text
    assert ".owf-heading" in answer.text
    older = client.get("/look/0000000000000000.css")
    assert older.text == answer.text
    assert older.headers["cache-control"] == "no-cache"


def test_what_is_no_page_goes_through_untouched():
    seen = []

    async def streamlit_app(scope, receive, send):
        seen.append(scope)

    accepted = [(b"accept", b"text/html")]
    others = (
        {"type": "lifespan"},
        {"type": "websocket", "path": "/"},
        {"type": "http", "method": "GET", "path": "/files/1", "headers": accepted},
    )
    for scope in others:
        # Nothing in it waits, so that one step is all of it, and no loop is needed.
        with pytest.raises(StopIteration):
            Shell(streamlit_app)(scope, None, None).send(None)
    assert seen == list(others)
