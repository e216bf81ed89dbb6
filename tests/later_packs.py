"""Questionnaires made from the tiny one: other items, and a lineage from the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from owf.questionnaire import Lineage, Pack
from tests.tiny_pack import item_of, theme_of

TITLES = {"caf": "Common Assessment Framework", "multi-agency": "Multi-agency working"}
OTHER_SCALE = "other"
WHY = {"decided_by": "The test", "date": "2008-03-01"}


def pack_with(
    base: Pack,
    version: str,
    themes: Mapping[str, Sequence[tuple[str, str]]],
    lineage: Lineage | None = None,
    rescaled: Iterable[str] = (),
) -> Pack:
    """A pack of other items, otherwise like `base`.

    Args:
        base: the tiny pack.
        version: of the new one.
        themes: theme -> its items, each with its aspect.
        lineage: from the pack before.
        rescaled: items that are rated on another scale.
    """
    content = json.loads(base.model_dump_json(by_alias=True))
    described = content["scale"]["descriptors"]["caf"]
    content["scale"]["descriptors"] = dict.fromkeys(themes, described)
    other = content["scale"] | {"id": OTHER_SCALE}
    return Pack.from_json(
        json.dumps(
            content
            | {
                "version": version,
                "themes": [
                    theme_of(
                        theme,
                        TITLES.get(theme, theme.title()),
                        theme.title(),
                        [
                            item_of(item, aspect)
                            | ({"scale": OTHER_SCALE} if item in rescaled else {})
                            for item, aspect in items
                        ],
                    )
                    for theme, items in themes.items()
                ],
                "more_scales": [other] if rescaled else [],
                "lineage": lineage and json.loads(lineage.model_dump_json(by_alias=True)),
            }
        )
    )


def lineage_of(since: Pack, *changes: Mapping[str, object]) -> Lineage:
    """A lineage from a pack; `same` needs no reason, every other change gets one."""
    return Lineage.model_validate(
        {
            "since": since.name,
            "changes": [
                one
                if one["kind"] == "same"
                else {"reason": f"Because of {one['kind']}."} | WHY | dict(one)
                for one in changes
            ],
        }
    )
