"""What the tests of single sign-on do at a browser, and what they expect of it."""

from __future__ import annotations

import html

from owf.access import who_is_there
from owf.access.sessions import COOKIE
from owf.store import audit, get_store
from owf.store.audit import EventsWanted
from owf.web.accounts.oidc import FLOW_COOKIE

DOES_NOT_HOLD = "was not valid"
DOES_NOT_ANSWER = "is not working as it should"


def start(visitor, wanted="/"):
    return visitor.get("/auth/oidc/start", params={"next": wanted})


def come_back(visitor, brought):
    return visitor.get("/auth/oidc/callback", params=brought)


def sign_in(visitor, made_up, wanted="/"):
    return come_back(visitor, made_up.agree(start(visitor, wanted).headers["location"]))


def flow_cookies(visitor):
    """What the browser keeps of sign-ins that it began: name -> value."""
    return {one.name: one.value for one in visitor.cookies.jar if one.name.startswith(FLOW_COOKIE)}


def person(visitor):
    found = who_is_there(get_store(), visitor.cookies.get(COOKIE))
    return found.id if found else None


def events():
    with get_store().reading() as session:
        return [
            (one.action, one.person_id, one.detail)
            for one in audit.events(session, EventsWanted(), 100)
        ]


def stopped(visitor, answer, words, status):
    """Nobody was signed in, and the page says so."""
    assert answer.status_code == status, answer.text
    assert "This sign-in did not work" in answer.text
    assert words in html.unescape(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert COOKIE not in visitor.cookies
    assert person(visitor) is None
    return answer.text
