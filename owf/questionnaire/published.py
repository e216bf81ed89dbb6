"""What differs between a pack as it was published and the same pack now, thing by thing in words.

Whether a pack is called a draft does not count: publishing changes that and nothing else.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from owf.questionnaire.models import Pack
from owf.questionnaire.problems import PackProblem, shown_path
from owf.questionnaire.yaml_source import Place, Source

Fields = Mapping[str, Any]

_DIFFERS = "{} differs from what was published"
_DIFFER = "{} differ from what was published"
_CAME = "{} was not in what was published"
_WENT = "{} was published and is now missing"
_WORDS = {"applies_when": "condition"}
_PARTS = ("themes", "scale", "more_scales", "lineage", "status")


@dataclass(frozen=True)
class Drift:
    """One thing that is not as it was published.

    Attributes:
        file: of the pack now, such as `themes/caf.yaml`.
        place: of the thing in that file, or of what held it.
        what: the thing and what is with it, in words.
    """

    file: str
    place: Place
    what: str


def drifts(published: Pack, now: Pack) -> tuple[Drift, ...]:
    """Everything that differs; nothing where the two are alike."""
    before, after = (one.model_dump(mode="json", by_alias=True) for one in (published, now))
    return (
        *_fields("pack.yaml", (), "", before, after, without=(*_PARTS, "sectors", "aspects")),
        *_listed("pack.yaml", ("sectors",), "sector", before, after),
        *_listed("pack.yaml", ("aspects",), "aspect", before, after),
        *_themes(before["themes"], after["themes"]),
        *_scales(before, after),
        *_changes(before["lineage"], after["lineage"]),
    )


def _fields(
    file: str,
    place: Place,
    thing: str,
    before: Fields,
    after: Fields,
    *,
    without: Sequence[str] = (),
) -> Iterator[Drift]:
    """What differs of one thing, key by key; `thing` is empty for the pack itself."""
    of = f" of {thing}" if thing else ""
    for key in before:
        if key not in without and before[key] != after[key]:
            words = _WORDS.get(key, key.replace("_", " "))
            what = f"the {words}{of}"
            many = key.endswith("s")
            yield Drift(file, (*place, key), (_DIFFER if many else _DIFFERS).format(what))


def _listed(file: str, place: Place, kind: str, before: Fields, after: Fields) -> Iterator[Drift]:
    """What differs in a list of the pack whose entries have ids."""
    old, new = before[str(place[-1])], after[str(place[-1])]
    yield from _come_and_gone(file, place, old, new, lambda one: f"the {kind} `{one['id']}`")
    known = {one["id"]: one for one in old}
    for index, one in enumerate(new):
        if one["id"] in known:
            thing = f"the {kind} `{one['id']}`"
            yield from _fields(file, (*place, index), thing, known[one["id"]], one)


def _come_and_gone(
    file: str,
    place: Place,
    old: Sequence[Fields],
    new: Sequence[Fields],
    called: Callable[[Fields], str],
) -> Iterator[Drift]:
    before, now = [one["id"] for one in old], [one["id"] for one in new]
    for index, one in enumerate(new):
        if one["id"] not in before:
            yield Drift(file, (*place, index), _CAME.format(called(one)))
    for one in old:
        if one["id"] not in now:
            yield Drift(file, place, _WENT.format(called(one)))
    if before != now and sorted(before) == sorted(now):
        yield Drift(file, place, _DIFFERS.format(f"the order of {place[-1]}"))


def _themes(old: Sequence[Fields], new: Sequence[Fields]) -> Iterator[Drift]:
    yield from _come_and_gone(
        "pack.yaml", ("themes",), old, new, lambda one: f"the theme {one['short_title']}"
    )
    known = {one["id"]: one for one in old}
    for theme in new:
        before = known.get(theme["id"])
        if before is None:
            continue
        file = f"themes/{theme['id']}.yaml"
        called = f"the theme {before['short_title']}"
        yield from _fields(file, (), called, before, theme, without=("items",))
        yield from _come_and_gone(
            file, ("items",), before["items"], theme["items"], lambda one: str(one["code"])
        )
        items = {one["id"]: one for one in before["items"]}
        for index, item in enumerate(theme["items"]):
            if item["id"] in items:
                was = items[item["id"]]
                yield from _fields(file, ("items", index), was["code"], was, item)


def _scales(before: Fields, after: Fields) -> Iterator[Drift]:
    file, place = "scales.yaml", ("scales",)
    old, new = ([one["scale"], *one["more_scales"]] for one in (before, after))
    yield from _come_and_gone(file, place, old, new, lambda one: f"the scale `{one['id']}`")
    known = {one["id"]: one for one in old}
    for index, scale in enumerate(new):
        was = known.get(scale["id"])
        if was is None:
            continue
        here: Place = (*place, index)
        thing = f"the scale `{scale['id']}`"
        yield from _fields(file, here, thing, was, scale, without=("descriptors",))
        for theme in dict.fromkeys((*was["descriptors"], *scale["descriptors"])):
            if was["descriptors"].get(theme) != scale["descriptors"].get(theme):
                what = f"what the levels look like in `{theme}`, on {thing},"
                yield Drift(file, (*here, "descriptors", theme), _DIFFERS.format(what))


def _changes(old: Fields | None, new: Fields | None) -> Iterator[Drift]:
    file = "changes.yaml"
    if old is None or new is None:
        if new is not None:
            yield Drift(file, (), _CAME.format(file))
        elif old is not None:
            yield Drift(file, (), _WENT.format(file))
        return
    if old["since"] != new["since"]:
        yield Drift(file, ("since",), _DIFFERS.format(f"`since` in {file}"))
    for number, (was, now) in enumerate(zip(old["changes"], new["changes"], strict=False)):
        if was != now:
            yield Drift(
                file, ("changes", number), _DIFFERS.format(f"change {number + 1} in {file}")
            )
    if len(old["changes"]) != len(new["changes"]):
        yield Drift(file, ("changes",), _DIFFERS.format(f"the number of changes in {file}"))


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
