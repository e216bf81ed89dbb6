"""A tiny questionnaire: two themes of three items, the last of each for leaders only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from owf.questionnaire import Pack

SECTORS = ("health", "police", "schools")


def item_of(item_id: str, aspect: str, audience: str = "all") -> dict[str, object]:
    """A question as a pack's file has it."""
    code = item_id.upper().replace("-", " ")
    return {
        "id": item_id,
        "code": code,
        "text": f"{code}: staff here do this.",
        "short_name": code,
        "hint": "Think of last month.",
        "aspect": aspect,
        "audience": audience,
        "references": ["Made for a test"],
    }


def theme_of(
    theme_id: str, title: str, short_title: str, items: list[dict[str, object]]
) -> dict[str, object]:
    """A theme as a pack's file has it."""
    return {
        "id": theme_id,
        "title": title,
        "short_title": short_title,
        "intro": f"About {title}.",
        "items": items,
    }


def _titled(*ids: str, phrase: bool = False) -> list[dict[str, str]]:
    return [{"id": one, "title": one.title()} | ({"phrase": one} if phrase else {}) for one in ids]


def _tiny_pack() -> Pack:
    short = {1: "Not yet", 2: "Planning", 3: "Some", 4: "Good", 5: "Embedded"}
    described = {1: "nobody does", 3: "some do", 5: "all do, and it shows"}
    return Pack.model_validate(
        {
            "format": 1,
            "id": "tiny",
            "version": "2009",
            "title": "Tiny",
            "status": "published",
            "source": "Made for a test",
            "licence": "CC BY 4.0",
            "audiences": ["leaders", "practitioners"],
            "sectors": _titled(*SECTORS),
            "aspects": _titled("training", "coaching", "co-location", "benefit", phrase=True),
            "themes": [
                theme_of(
                    "caf",
                    "Common Assessment Framework",
                    "CAF",
                    [
                        item_of("caf-1", "training"),
                        item_of("caf-2", "coaching"),
                        item_of("caf-3", "benefit", "leaders"),
                    ],
                ),
                theme_of(
                    "multi-agency",
                    "Multi-agency working",
                    "Multi-agency working",
                    [
                        item_of("ma-1", "training"),
                        item_of("ma-2", "co-location"),
                        item_of("ma-3", "benefit", "leaders"),
                    ],
                ),
            ],
            "scale": {
                "id": "progress",
                "levels": [
                    {"value": value, "label": words.lower(), "short": words}
                    for value, words in short.items()
                ],
                "midpoint": 3,
                "bands": [
                    {"lower": 1, "upper": 3, "label": "below"},
                    {"lower": 3, "upper": 5, "label": "above"},
                ],
                "non_scores": [
                    {"value": "dont_know", "label": "Don't know"},
                    {"value": "not_applicable", "label": "Not applicable"},
                ],
                "descriptors": {"caf": described, "multi-agency": described},
            },
        }
    )


@pytest.fixture(scope="session")
def tiny_pack() -> Pack:
    """Two themes (``caf``, ``multi-agency``) of three items each, four aspects, three sectors."""
    return _tiny_pack()


def next_pack(
    pack: Pack,
    version: str,
    *,
    changes: Sequence[Mapping[str, object]] | None = None,
    more: Sequence[tuple[str, Mapping[str, object]]] = (),
    **fields: object,
) -> Pack:
    """The same questionnaire in another version.

    Args:
        pack: the earlier one.
        version: its version.
        changes: of `changes.yaml`; no lineage where there are none.
        more: (theme, item) that are added at a theme's end; an item may leave out what does not
            matter.
        fields: item id, with `_` for `-` -> the fields in which it differs; `None` leaves it out.
    """
    raw = pack.model_dump(exclude_defaults=True) | {"version": version}
    by_id = {name.replace("_", "-"): value for name, value in fields.items()}
    for theme in raw["themes"]:
        theme["items"] = [
            item | (by_id.get(item["id"]) or {})
            for item in theme["items"]
            if by_id.get(item["id"], {}) is not None
        ]
        theme["items"] += [
            item_of(str(item["id"]), "training") | dict(item)
            for theme_id, item in more
            if theme_id == theme["id"]
        ]
    raw["lineage"] = None if changes is None else {"since": pack.name, "changes": changes}
    return Pack.model_validate(raw)
