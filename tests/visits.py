"""Who opens which page: for the tests that look at all of them, and for the screenshots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TODAY = "2012-07-10"
"""The demonstration's day."""
VISITS: Mapping[str, Sequence[tuple[str, str]]] = {
    "": [("partner", ""), ("coordinator", ""), ("national", "")],
    "assessment": [("partner", ""), ("partner", "theme=information-sharing")],
    "round": [("coordinator", ""), ("national", "")],
    "survey": [("coordinator", "")],
    "moderation": [("steering", ""), ("steering", "item=caf-08")],
    "sign-off": [("chair", "")],
    "results": [("steering", "")],
    "compare": [("steering", ""), ("regional-lead", "")],
    "region": [("regional-lead", "")],
    "national": [("national", "")],
    "packs": [("national", "")],
    "people": [("coordinator", "")],
    "audit": [("administrator", "")],
}
"""Page -> who opens it, and with which choices; the year is the newest that there is."""
