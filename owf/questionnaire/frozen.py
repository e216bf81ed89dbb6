"""The published pack beside its files: `published.json`, written once and held to ever after.

See docs/decisions/0014-published-packs-are-kept-beside-their-files.md.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from owf.questionnaire.drift import drifts
from owf.questionnaire.models import Pack
from owf.questionnaire.problems import PackProblem, shown_path
from owf.questionnaire.yaml_source import Source

PUBLISHED = "published.json"

REMEDY = "undo it, or copy the folder to a new version and change it there"


def published_text(pack: Pack) -> str:
    """What `published.json` holds: the pack's JSON, a line for each value.

    Read back it is the same pack with the same digest.
    """
    canonical = json.loads(pack.as_published().to_json())
    return json.dumps(canonical, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_published(folder: Path) -> Pack | None:
    """The pack as it was published; None where it never was.

    Raises:
        ValueError: where the file is there and holds no pack.
    """
    file = folder / PUBLISHED
    return Pack.from_json(file.read_text(encoding="utf-8")) if file.is_file() else None


def frozen_rules(folder: Path, pack: Pack, sources: Mapping[str, Source]) -> Iterator[PackProblem]:
    """Problems where a pack is no longer what was published under its name.

    Args:
        folder: of the pack.
        pack: as its files say now.
        sources: these files as written, by their name in the folder.
    """
    shown = shown_path(folder / PUBLISHED)
    try:
        published = read_published(folder)
    except ValueError:
        yield PackProblem(
            shown, 1, "this is not a pack as it was published", "put the file back as it was"
        )
        return
    if published is None:
        return
    if published.name != pack.name:
        yield PackProblem(
            shown,
            1,
            f"this is {published.name} as it was published, and the pack is {pack.name}",
            "remove this file: the new version is published on its own",
        )
        return
    head = sources["pack.yaml"]
    if pack.status != "published":
        yield head.problem(
            ("status",), "this pack was published", "write `status: published` again"
        )
    for drift in drifts(published, pack):
        source = sources.get(drift.file)
        if source is None:
            yield PackProblem(shown_path(folder / drift.file), 1, drift.what, REMEDY)
        else:
            yield source.problem(drift.place, drift.what, REMEDY)


def never_published(folder: Path, pack: Pack, head: Source) -> Iterator[PackProblem]:
    """A warning where a pack calls itself published and nothing holds it to that."""
    if pack.status == "published" and not (folder / PUBLISHED).is_file():
        yield head.problem(
            ("status",),
            f"there is no {PUBLISHED}, so nobody would notice a change",
            f"run `python -m owf packs publish {pack.name}`",
        )
