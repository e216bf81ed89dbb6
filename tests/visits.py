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
    "results": [
        ("steering", choices) for choices in ("", "part=aspects", "part=inside", "part=years")
    ],
    "compare": [
        ("regional-lead", ""),
        *(
            ("steering", choices)
            for choices in ("", "part=one-theme", "part=aspects", "part=change", "part=behind")
        ),
    ],
    "region": [
        ("regional-lead", choices)
        for choices in ("", "part=themes", "part=change", "part=questions&theme=caf", "part=pair")
    ],
    "national": [
        ("national", choices)
        for choices in ("", "part=themes", "part=since", "part=questions", "part=workforce")
    ],
    "actions": [
        ("partner", ""),
        *(
            ("coordinator", choices)
            for choices in ("", "part=plan", "part=board", "part=meetings", "part=moved")
        ),
        ("regional-lead", ""),
    ],
    "good-practice": [
        ("partner", "offer=1"),
        *(
            ("coordinator", choices)
            for choices in (
                "",
                "offer=3",
                "part=yours",
                "part=yours&question=ma-09",
                "part=requests&ask=ma-12",
            )
        ),
        ("regional-lead", "part=gaps"),
        ("national", ""),
    ],
    "reports": [
        ("partner", ""),
        *(("coordinator", choices) for choices in ("", "part=kept")),
        *(("regional-lead", choices) for choices in ("", "part=region", "part=england")),
        ("national", "part=england"),
    ],
    "packs": [("national", "")],
    "people": [("coordinator", "")],
    "audit": [("administrator", "")],
    "method": [("steering", "")],
}
"""Page -> who opens it, and with which choices; the year is the newest that there is.

A page in parts is opened part by part, as people see it.
"""
