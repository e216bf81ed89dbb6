"""Rules across values: ids, references, the scales and their descriptors.

They read the files as written, not the models, so that one broken file hides no problem in the
others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from owf.questionnaire.items import Audience, Item
from owf.questionnaire.models import Pack
from owf.questionnaire.problems import PackProblem, suggestion
from owf.questionnaire.yaml_source import Place, Source


def repeated(sources: Iterable[Source], listed: str, key: str) -> Iterator[PackProblem]:
    """Problems for each `key` of the entries of `listed` that was used before."""
    first: dict[str, str] = {}
    for source in sources:
        for place, word in source.words((listed,), key):
            here = f"{source.file}:{source.line(place)}"
            if word in first:
                yield source.problem(
                    place,
                    f"the {key} `{word}` is already used at {first[word]}",
                    f"give this one another {key}",
                )
            first.setdefault(word, here)


def theme_files(pack: Source, themes: Mapping[str, str]) -> Iterator[PackProblem]:
    """Where `pack.yaml` and the folder disagree; `themes` has the file by the id in its name."""
    if not isinstance(pack.get(("themes",)), list):
        return
    listed: dict[str, int] = {}
    for place, theme in pack.children(("themes",)):
        if not isinstance(theme, str):
            continue
        if theme in listed:
            yield pack.problem(
                place,
                f"the theme `{theme}` is already listed on line {listed[theme]}",
                "keep one of the two",
            )
        elif theme not in themes:
            unlisted = set(themes) - set(pack.texts(("themes",)))
            near = suggestion(theme, unlisted) if unlisted else ""
            remedy = near if near.startswith("did") else "write the file or remove it from the list"
            yield pack.problem(place, f"there is no themes/{theme}.yaml", remedy)
        listed.setdefault(theme, pack.line(place))
    for theme, file in themes.items():
        if theme not in listed:
            yield PackProblem(
                file,
                1,
                "this theme is not listed in pack.yaml",
                f"add `- {theme}` under `themes` there or remove this file",
            )


def theme_ids(themes: Mapping[str, Source]) -> Iterator[PackProblem]:
    for name, source in themes.items():
        theme = source.get(("id",))
        if isinstance(theme, str) and theme != name:
            yield source.problem(
                ("id",),
                f"the theme's id is `{theme}` but its file is {name}.yaml",
                "make the two the same",
            )


def scale_rules(
    scales: Source, themes: Sequence[str], theme_sources: Mapping[str, Source]
) -> Iterator[PackProblem]:
    """The first scale needs descriptors for all themes, a further one for those that use it.

    `themes` are the pack's ids; none where its list is unreadable.
    """
    for scale, _ in scales.children(("scales",)):
        name = scales.get((*scale, "id"))
        needing = [
            theme
            for theme in dict.fromkeys(themes)
            if scale[-1] == 0 or name in _scales_named(theme_sources.get(theme))
        ]
        levels = list(scales.children((*scale, "levels")))
        given = (scales.get((*level, "value")) for level, _ in levels)
        values = [value for value in given if type(value) is int]
        yield from _level_problems(scales, (*scale, "levels"))
        yield from _non_score_problems(scales, (*scale, "non_scores"))
        # One unreadable level would break every rule that depends on the levels.
        if values and len(values) == len(levels):
            ends = (min(values), max(values))
            yield from _midpoint_problems(scales, (*scale, "midpoint"), ends)
            yield from _band_problems(scales, (*scale, "bands"), ends)
            if themes:
                yield from _descriptor_problems(scales, scale, values, themes, needing)
    yield from _differences_between_scales(scales)


def _scales_named(theme: Source | None) -> set[str]:
    return {word for _, word in theme.words(("items",), "scale")} if theme else set()


def _differences_between_scales(scales: Source) -> Iterator[PackProblem]:
    """Numbers and midpoints must be one: scores are averaged over all."""
    first: Place = ("scales", 0)
    for scale, _ in list(scales.children(("scales",)))[1:]:
        numbers, others = _level_numbers(scales, first), _level_numbers(scales, scale)
        if numbers and others and others != numbers:
            yield scales.problem(
                (*scale, "levels"),
                f"these levels are {_comma_separated(others)}, and those of the first scale are "
                f"{_comma_separated(numbers)}",
                "use the same numbers, because scores are averaged over all scales",
            )
        midpoint, other = scales.get((*first, "midpoint")), scales.get((*scale, "midpoint"))
        if _is_number(midpoint) and _is_number(other) and other != midpoint:
            yield scales.problem(
                (*scale, "midpoint"),
                f"the midpoint is {other}, and that of the first scale is {midpoint}",
                "use the same, because scores are averaged over all scales",
            )


def _level_numbers(scales: Source, scale: Place) -> list[int]:
    """None where one is unreadable."""
    given = [scales.get((*level, "value")) for level, _ in scales.children((*scale, "levels"))]
    return [one for one in given if type(one) is int] if all(map(_is_number, given)) else []


def _comma_separated(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _level_problems(scales: Source, levels: Place) -> Iterator[PackProblem]:
    entries = list(scales.children(levels))
    if len(entries) < 2 and isinstance(scales.get(levels), list):
        yield scales.problem(levels, "a scale needs at least two levels", "add the others")
    for (before, _), (here, _) in pairwise(entries):
        low, high = scales.get((*before, "value")), scales.get((*here, "value"))
        if type(low) is int and type(high) is int and high != low + 1:
            yield scales.problem(
                (*here, "value"), f"level {high} comes after level {low}", f"make it {low + 1}"
            )


def _non_score_problems(scales: Source, non_scores: Place) -> Iterator[PackProblem]:
    seen: dict[str, int] = {}
    for place, word in scales.words(non_scores, "value"):
        if word in seen:
            yield scales.problem(
                place, f"`{word}` is already on line {seen[word]}", "keep one of the two"
            )
        seen.setdefault(word, scales.line(place))


def _midpoint_problems(
    scales: Source, place: Place, ends: tuple[int, int]
) -> Iterator[PackProblem]:
    midpoint = scales.get(place)
    if _is_number(midpoint) and not ends[0] < midpoint < ends[1]:
        yield scales.problem(
            place,
            f"the midpoint {midpoint} is not between the levels",
            f"use a number between {ends[0]} and {ends[1]}",
        )


def _band_problems(scales: Source, bands: Place, ends: tuple[int, int]) -> Iterator[PackProblem]:
    """They cover the scale from end to end and do not overlap."""
    limits = [
        (place, scales.get((*place, "lower")), scales.get((*place, "upper")))
        for place, _ in scales.children(bands)
    ]
    if not limits:
        if isinstance(scales.get(bands), list):
            yield scales.problem(bands, "there are no bands", "add them")
        return
    if not all(_is_number(lower) and _is_number(upper) for _, lower, upper in limits):
        return
    expected: float = ends[0]
    for place, lower, upper in limits:
        if lower != expected:
            yield scales.problem(
                (*place, "lower"),
                f"this band starts at {lower}",
                f"start it at {expected}, so that bands neither overlap nor leave a gap",
            )
        if upper <= lower:
            yield scales.problem(
                (*place, "upper"), "this band ends before it starts", f"end it above {lower}"
            )
        expected = upper
    if expected != ends[1]:
        yield scales.problem(
            (*limits[-1][0], "upper"),
            f"the bands end at {expected}",
            f"end the last one at {ends[1]}, the highest level",
        )


def _descriptor_problems(
    scales: Source,
    scale: Place,
    values: list[int],
    themes: Sequence[str],
    needing: Sequence[str],
) -> Iterator[PackProblem]:
    """Each theme needs words at either end and the middle."""
    top: Place = (*scale, "descriptors")
    described = scales.get(top)
    if not isinstance(described, dict):
        return
    for theme, texts in described.items():
        if theme not in themes:
            yield scales.problem(
                (*top, theme),
                f"there are descriptors for `{theme}`, which is not a theme of this pack",
                suggestion(str(theme), set(themes) - set(described)),
            )
        for level in texts if isinstance(texts, dict) else ():
            if type(level) is int and level not in values:
                yield scales.problem(
                    (*top, theme, level),
                    f"`{theme}` has a descriptor for level {level}, which is not on the scale",
                    "use one of: " + ", ".join(map(str, values)),
                )
    midpoint = scales.get((*scale, "midpoint"))
    middle = {value for value in values if value == midpoint}
    needed = sorted({min(values), max(values)} | middle)
    for theme in needing:
        given = described.get(theme, {})
        if not isinstance(given, dict):
            continue
        for level in needed:
            if level not in given:
                yield scales.problem(
                    (*top, theme),
                    f"`{theme}` has no descriptor at level {level}",
                    f"say under `descriptors: {theme}:` what level {level} looks like",
                )


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


STATEMENT_WORDS = 32
"""A statement with more words is hard to take in at one reading."""

_ENDS = (".", "?", "!", ".)", "?)", ".'", '."', "…")


def warnings_of(pack: Pack, sources: Mapping[str, Source]) -> Iterator[PackProblem]:
    """`sources` are the files as written, by their name in the folder: `themes/caf.yaml`."""
    yield from _unused_parts(pack, sources)
    for theme in pack.themes:
        source = sources[f"themes/{theme.id}.yaml"]
        for index, item in enumerate(theme.items):
            yield from _wording_warnings(source, ("items", index), item)


def missing_changes(folder: Path, pack: Pack, head: Source) -> Iterator[PackProblem]:
    """Where an earlier version is beside a pack without `changes.yaml`."""
    earlier = sorted(
        path.parent.name
        for path in folder.absolute().parent.glob("*/pack.yaml")
        if path.parent.name < folder.absolute().name
    )
    if pack.lineage is None and earlier:
        yield head.problem(
            ("version",),
            f"{pack.id}@{earlier[-1]} came before, but there is no changes.yaml",
            "write one, or no question can be compared with earlier years",
        )


def _unused_parts(pack: Pack, sources: Mapping[str, Source]) -> Iterator[PackProblem]:
    head, scales = sources["pack.yaml"], sources["scales.yaml"]
    aspects = {item.aspect for item in pack.items}
    for index, aspect in enumerate(pack.aspects):
        if aspect.id not in aspects:
            yield head.problem(
                ("aspects", index),
                f"the aspect `{aspect.id}` has no question",
                "take it off the list or give it to a question",
            )
    for index, sector in enumerate(pack.sectors):
        if not any(item.is_for_sector(sector.id) for item in pack.items):
            yield head.problem(
                ("sectors", index),
                f"the sector `{sector.id}` has no question",
                "take it off the list or add it to the `sectors` of a question",
            )
    rated_on = {pack.scale_of(item).id for item in pack.items}
    for index, scale in enumerate((pack.scale, *pack.more_scales)):
        if scale.id not in rated_on:
            yield scales.problem(
                ("scales", index),
                f"the scale `{scale.id}` is not used by any question",
                "remove it or name it as the `scale` of a question",
            )
    for index, audience in enumerate(pack.audiences):
        if not pack.items_for(audience):
            yield head.problem(
                ("audiences", index), f"{audience} have no question", "take them off the list"
            )
    if Audience.PRACTITIONERS not in pack.audiences and pack.items_for(Audience.PRACTITIONERS):
        yield head.problem(
            ("audiences",),
            "questions are for all, but practitioners are not an audience of this pack",
            "add `practitioners`, or ask those questions of leaders",
        )


def _wording_warnings(source: Source, item_place: Place, item: Item) -> Iterator[PackProblem]:
    words = len(item.text.split())
    if words > STATEMENT_WORDS:
        yield source.problem(
            (*item_place, "text"),
            f"the statement of {item.permanent_code} has {words} words",
            f"say it in at most {STATEMENT_WORDS}",
        )
    for key, text in (("text", item.text), ("hint", item.hint)):
        if not text.endswith(_ENDS):
            yield source.problem(
                (*item_place, key),
                f"the {key} of {item.permanent_code} does not end with a full stop",
                "end the sentence",
            )
