"""Rules that no single value can break: ids, references, the scale and its descriptors.

They read the files as written, not the models, so that one broken file does not hide
what is wrong in the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

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
    """Problems where `pack.yaml` and the folder disagree, or list a theme twice.

    `themes` maps the id in each file's name -> the file as messages show it.
    """
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
    """Problems where a theme's id is not its file's name (so no id can occur twice)."""
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
    """Problems with levels, midpoint, bands, non-scores and descriptors of each scale.

    `themes` are the pack's, by id; none where its list is unreadable. The first scale needs
    descriptors for all of them, a further one for those with an item that is rated on it.
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
        yield from _levels(scales, (*scale, "levels"))
        yield from _non_scores(scales, (*scale, "non_scores"))
        # One unreadable level would make every rule that counts on the levels complain too.
        if values and len(values) == len(levels):
            ends = (min(values), max(values))
            yield from _midpoint(scales, (*scale, "midpoint"), ends)
            yield from _bands(scales, (*scale, "bands"), ends)
            if themes:
                yield from _descriptors(scales, scale, values, themes, needing)
    yield from _alike(scales)


def _scales_named(theme: Source | None) -> set[str]:
    return {word for _, word in theme.words(("items",), "scale")} if theme else set()


def _alike(scales: Source) -> Iterator[PackProblem]:
    """Scores are averaged over all scales, so their numbers and midpoints are the same."""
    first: Place = ("scales", 0)
    for scale, _ in list(scales.children(("scales",)))[1:]:
        numbers, others = _numbers(scales, first), _numbers(scales, scale)
        if numbers and others and others != numbers:
            yield scales.problem(
                (*scale, "levels"),
                f"these levels are {_shown(others)}, and those of the first scale are "
                f"{_shown(numbers)}",
                "use the same numbers, because scores are averaged over all scales",
            )
        midpoint, other = scales.get((*first, "midpoint")), scales.get((*scale, "midpoint"))
        if _is_number(midpoint) and _is_number(other) and other != midpoint:
            yield scales.problem(
                (*scale, "midpoint"),
                f"the midpoint is {other}, and that of the first scale is {midpoint}",
                "use the same, because scores are averaged over all scales",
            )


def _numbers(scales: Source, scale: Place) -> list[int]:
    """The levels' numbers; none where one cannot be read."""
    given = [scales.get((*level, "value")) for level, _ in scales.children((*scale, "levels"))]
    return [one for one in given if type(one) is int] if all(map(_is_number, given)) else []


def _shown(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _levels(scales: Source, levels: Place) -> Iterator[PackProblem]:
    entries = list(scales.children(levels))
    if len(entries) < 2 and isinstance(scales.get(levels), list):
        yield scales.problem(levels, "a scale needs at least two levels", "add the others")
    for (before, _), (here, _) in pairwise(entries):
        low, high = scales.get((*before, "value")), scales.get((*here, "value"))
        if type(low) is int and type(high) is int and high != low + 1:
            yield scales.problem(
                (*here, "value"), f"level {high} comes after level {low}", f"make it {low + 1}"
            )


def _non_scores(scales: Source, non_scores: Place) -> Iterator[PackProblem]:
    seen: dict[str, int] = {}
    for place, word in scales.words(non_scores, "value"):
        if word in seen:
            yield scales.problem(
                place, f"`{word}` is already on line {seen[word]}", "keep one of the two"
            )
        seen.setdefault(word, scales.line(place))


def _midpoint(scales: Source, place: Place, ends: tuple[int, int]) -> Iterator[PackProblem]:
    midpoint = scales.get(place)
    if _is_number(midpoint) and not ends[0] < midpoint < ends[1]:
        yield scales.problem(
            place,
            f"the midpoint {midpoint} is not between the levels",
            f"use a number between {ends[0]} and {ends[1]}",
        )


def _bands(scales: Source, bands: Place, ends: tuple[int, int]) -> Iterator[PackProblem]:
    """Together the bands cover the scale from end to end, without gaps or overlaps."""
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


def _descriptors(
    scales: Source,
    scale: Place,
    values: list[int],
    themes: Sequence[str],
    needing: Sequence[str],
) -> Iterator[PackProblem]:
    """Each theme that needs them has words at both ends and the middle; none is unknown."""
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
