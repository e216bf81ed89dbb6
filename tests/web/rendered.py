"""Reading pages as people read them: a page as Streamlit runs it, its tables, and its workings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from streamlit.testing.v1 import AppTest

from owf.access import Actor, Role
from owf.store.people import RoleHeld

EAST = "E12000006"
CAMBRIDGESHIRE, NORFOLK = 873, 926
CHAIR = Actor("chair", "Chair", (RoleHeld(Role.CHAIR, "trust", str(CAMBRIDGESHIRE)),))
LEAD = Actor("lead", "Lead", (RoleHeld(Role.REGIONAL_LEAD, "region", EAST),))
NATION = Actor("nation", "Nation", (RoleHeld(Role.NATIONAL, "all", ""),))


def html_of(page: AppTest) -> str:
    """Everything that a page shows as HTML."""
    found: list[str] = []

    def walk(block) -> None:
        for child in block.children.values():
            if hasattr(child, "children"):
                walk(child)
            elif child.type == "html":
                found.append(child.proto.body)

    walk(page.main)
    return "\n".join(found)


@dataclass
class Shown:
    """A verdict on a page: where it stands, its word and limits, and what opens from it."""

    table: str
    row: str
    column: str
    word: str = ""
    limits: str = ""
    plain: str = ""
    link: str = ""
    working: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Walks through the HTML and keeps each verdict with the list that its word opens."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Shown] = []
        self.bare: list[str] = []
        self._table = self._row = self._column = ""
        self._into: str | None = None
        self._label = ""
        self._summary = False
        self._verdict = 0
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if tag == "caption":
            self._table, self._into = "", "caption"
        elif tag == "th":
            self._row, self._into = "", "row"
        elif tag == "td":
            self._column, self._into = given.get("data-label") or "", None
        elif tag == "details" and "owf-why" in classes:
            self.found.append(Shown(self._table, self._row, self._column))
        elif tag == "summary":
            self._summary = True
        elif tag == "p" and self.found and not (self.found[-1].plain or self.found[-1].working):
            self._into = "plain"
        elif tag == "a" and self._into == "plain":
            self.found[-1].plain = self.found[-1].plain.rstrip()
            self.found[-1].link, self._into = given.get("href") or "", None
        elif tag == "dt":
            self._label, self._into = "", "label"
        elif tag == "dd":
            self._into = "value"
            self.found[-1].working[self._label] = ""
        elif tag == "span":
            self._begin_span(given, classes)

    def _begin_span(self, given: dict[str, str | None], classes: list[str]) -> None:
        if self._verdict:
            self._verdict += 1
            self._unseen += given.get("aria-hidden") == "true"
        elif "owf-limits" in classes:
            self._into = "limits"
        elif "owf-verdict" in classes:
            self._verdict = 1
            if not self._summary:
                self.bare.append(f"{self._table} / {self._row} / {self._column}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "summary":
            self._summary = False
        elif tag == "span" and self._verdict:
            self._verdict -= 1
            self._unseen = 0
        elif tag in {"caption", "th", "dl", "p"} or (tag == "span" and self._into == "limits"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._verdict and not self._unseen and self.found:
            self.found[-1].word += data
        elif self._into == "caption":
            self._table += data
        elif self._into == "row":
            self._row += data
        elif self._into == "plain":
            self.found[-1].plain += data
        elif self._into == "limits":
            self.found[-1].limits += data
        elif self._into == "label":
            self._label += data
        elif self._into == "value":
            self.found[-1].working[self._label] += data


def read_verdicts(html: str) -> list[Shown]:
    """Every verdict in some HTML with its working.

    Raises:
        AssertionError: a verdict stands where no word opens a working, or a verdict's mark stands
            outside of any verdict.
    """
    reader = _Reader()
    reader.feed(html)
    assert reader.bare == [], f"verdicts that open nothing: {reader.bare}"
    # The key to the marks explains them and is no verdict.
    rest = re.sub(r'<details class="owf-why".*?</details>|<dl class="owf-meanings">.*?</dl>', "",
                  html, flags=re.S)  # fmt: skip
    loose = re.findall(r".{0,60}[▲△▽▼▨○].{0,60}", rest)
    assert loose == [], f"marks outside a verdict: {loose}"
    return reader.found
