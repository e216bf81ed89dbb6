"""What tests of the survey's pages do at a practitioner's browser."""

from __future__ import annotations

import re

from tests.web.browsers import field

PLACE, ROLE = "police", "with-children"


def begin(client, path, *, place=PLACE, role=ROLE, **fields):
    """Open a link, say where one works and as what, and go on to the first theme."""
    page = client.get(path)
    data = {"form_token": field(page, "form_token"), "place": place, "role": role, **fields}
    answer = client.post(path, data=data)
    return client.get(answer.headers["location"]) if answer.is_redirect else answer


def names_of(page):
    """The names of a screen's questions."""
    return list(dict.fromkeys(re.findall(r'name="(answer-[^"]+)"', page.text)))


def send(client, path, page, chosen="3", go="on", **fields):
    """Answer a screen's questions, all alike or by name, and press a button."""
    answers = dict.fromkeys(names_of(page), chosen) if isinstance(chosen, str) else chosen
    data = {
        "form_token": field(page, "form_token"),
        "theme": field(page, "theme"),
        "go": go,
        **answers,
        **fields,
    }
    return client.post(path, data=data)


def answer_all(client, path, chosen="3", comment="", **where):
    """From the start to the thanks, every question answered; gives the last page."""
    page = begin(client, path, **where)
    while field(page, "theme"):
        box = {"comment": comment} if 'name="comment"' in page.text else {}
        page = client.get(send(client, path, page, chosen, **box).headers["location"])
    return page
