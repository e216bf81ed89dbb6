"""What differs between a pack as it was published and the same pack now, but for its status."""

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
    """Its file now, such as `themes/caf.yaml`, its place there, and its words."""

    file: str
    place: Place
    what: str


def drifts(published: Pack, now: Pack) -> tuple[Drift, ...]:
    before, after = (one.model_dump(mode="json", by_alias=True) for one in (published, now))
    return (
        *_field_drifts("pack.yaml", (), "", before, after, without=(*_PARTS, "sectors", "aspects")),
        *_list_drifts("pack.yaml", ("sectors",), "sector", before, after),
        *_list_drifts("pack.yaml", ("aspects",), "aspect", before, after),
        *_theme_drifts(before["themes"], after["themes"]),
        *_scale_drifts(before, after),
        *_change_drifts(before["lineage"], after["lineage"]),
    )


def _field_drifts(
    file: str,
    place: Place,
    thing: str,
    before: Fields,
    after: Fields,
    *,
    without: Sequence[str] = (),
) -> Iterator[Drift]:
    """`thing` is empty for the pack itself."""
    of = f" of {thing}" if thing else ""
    for key in before:
        if key not in without and before[key] != after[key]:
            words = _WORDS.get(key, key.replace("_", " "))
            differs = _DIFFER if key.endswith("s") else _DIFFERS
            yield Drift(file, (*place, key), differs.format(f"the {words}{of}"))


def _list_drifts(
    file: str, place: Place, kind: str, before: Fields, after: Fields
) -> Iterator[Drift]:
    old, new = before[str(place[-1])], after[str(place[-1])]
    yield from _came_and_went(file, place, old, new, lambda one: f"the {kind} `{one['id']}`")
    for index, was, now in _in_both(old, new):
        yield from _field_drifts(file, (*place, index), f"the {kind} `{now['id']}`", was, now)


def _in_both(old: Sequence[Fields], new: Sequence[Fields]) -> Iterator[tuple[int, Fields, Fields]]:
    """By id: (index now, entry before, entry now)."""
    known = {one["id"]: one for one in old}
    for index, one in enumerate(new):
        if one["id"] in known:
            yield index, known[one["id"]], one


def _came_and_went(
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


def _theme_drifts(old: Sequence[Fields], new: Sequence[Fields]) -> Iterator[Drift]:
    yield from _came_and_went(
        "pack.yaml", ("themes",), old, new, lambda one: f"the theme {one['short_title']}"
    )
    for _, before, theme in _in_both(old, new):
        file = f"themes/{theme['id']}.yaml"
        called = f"the theme {before['short_title']}"
        yield from _field_drifts(file, (), called, before, theme, without=("items",))
        items = before["items"], theme["items"]
        yield from _came_and_went(file, ("items",), *items, lambda one: str(one["code"]))
        for index, was, now in _in_both(*items):
            yield from _field_drifts(file, ("items", index), was["code"], was, now)


def _scale_drifts(before: Fields, after: Fields) -> Iterator[Drift]:
    file, place = "scales.yaml", ("scales",)
    old, new = ([one["scale"], *one["more_scales"]] for one in (before, after))
    yield from _came_and_went(file, place, old, new, lambda one: f"the scale `{one['id']}`")
    for index, was, scale in _in_both(old, new):
        here: Place = (*place, index)
        thing = f"the scale `{scale['id']}`"
        yield from _field_drifts(file, here, thing, was, scale, without=("descriptors",))
        for theme in dict.fromkeys((*was["descriptors"], *scale["descriptors"])):
            if was["descriptors"].get(theme) != scale["descriptors"].get(theme):
                what = f"what the levels look like in `{theme}`, on {thing},"
                yield Drift(file, (*here, "descriptors", theme), _DIFFERS.format(what))


def _change_drifts(old: Fields | None, new: Fields | None) -> Iterator[Drift]:
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
    """What `published.json` holds: a line for each value."""
    canonical = json.loads(pack.as_published().to_json())
    return json.dumps(canonical, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_published(folder: Path) -> Pack | None:
    """None where it never was; ValueError where the file is there and holds no pack."""
    file = folder / PUBLISHED
    return Pack.from_json(file.read_text(encoding="utf-8")) if file.is_file() else None


def frozen_rules(folder: Path, pack: Pack, sources: Mapping[str, Source]) -> Iterator[PackProblem]:
    """A pack must stay what was published under its name.

    `sources` are its files as written, by their name in the folder.
    """
    shown = shown_path(folder / PUBLISHED)
    try:
        published = read_published(folder)
    except ValueError:
        what = "this is not a pack as it was published"
        yield PackProblem(shown, 1, what, "put the file back as it was")
        return
    if published is None:
        return
    if published.name != pack.name:
        what = f"this is {published.name} as it was published, and the pack is {pack.name}"
        todo = "remove this file: the new version is published on its own"
        yield PackProblem(shown, 1, what, todo)
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
    """For the status published without `published.json`."""
    if pack.status == "published" and not (folder / PUBLISHED).is_file():
        yield head.problem(
            ("status",),
            f"there is no {PUBLISHED}, so nobody would notice a change",
            f"run `python -m owf packs publish {pack.name}`",
        )
