"""What tests of the plain pages do at a browser."""

from __future__ import annotations

import html
import re

from owf.access import who_is_there
from owf.access.sessions import COOKIE
from owf.store import get_store

HTML = {"accept": "text/html"}
HOME = "http://127.0.0.1:8501"
GOOD, OTHER = "kettle orbit plum fence", "seven quiet lamps uphill"


def field(page, name):
    """What a field of a page's first form holds; ``None`` where there is none."""
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page.text)
    return html.unescape(found[1]) if found else None


def words(page):
    """A page's text as people read it."""
    text = re.sub(r"<(style|title)>.*?</\1>", " ", page.text, flags=re.S)
    text = re.sub(r"</?(?:td|th|tr|p|li|dd|dt|div|span|h\d)\b[^>]*>", " ", text)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def fill_in(client, path, to=None, **fields):
    """Open a page and send its form, or another form of its."""
    page = client.get(path)
    data = {"form_token": field(page, "form_token"), **fields}
    return client.post(to or path.partition("?")[0], data=data)


def sign_in(client, role="partner", wanted=None):
    """Sign in as one of the demonstration's people."""
    page = client.get("/auth/sign-in", params={"next": wanted} if wanted is not None else {})
    data = {
        "form_token": field(page, "form_token"),
        "next": field(page, "next"),
        "person": role,
    }
    return client.post("/auth/sign-in", data=data)


def sign_in_by_password(client, email="anna@example.org", password=GOOD, **fields):
    """Sign in with an account."""
    return fill_in(client, "/auth/sign-in", email=email, password=password, **fields)


def cookie_line(response, name=COOKIE):
    """The line that sets a cookie."""
    return next(
        line for line in response.headers.get_list("set-cookie") if line.startswith(f"{name}=")
    )


def whoever_is_there(client):
    """Who is signed in at a browser."""
    return who_is_there(get_store(), client.cookies.get(COOKIE))
