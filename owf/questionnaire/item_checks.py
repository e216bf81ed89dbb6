"""Rules of single questions, as written: for whom they are, their conditions, their evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from owf.questionnaire.items import ItemAudience
from owf.questionnaire.problems import PackProblem, suggestion
from owf.questionnaire.scales import NonScore
from owf.questionnaire.yaml_source import Place, Source


@dataclass(frozen=True)
class _AskedItem:
    """`number` is its place among all."""

    source: Source
    place: Place
    number: int

    def get(self, *steps: str | int) -> Any:
        return self.source.get((*self.place, *steps))

    def problem(self, steps: Place, what: str, todo: str) -> PackProblem:
        return self.source.problem((*self.place, *steps), what, todo)

    @property
    def sectors(self) -> frozenset[str]:
        """Empty where all are asked."""
        return frozenset(self.source.texts((*self.place, "sectors")))


def unknown_references(
    pack: Source, scales: Source | None, themes: Sequence[Source]
) -> Iterator[PackProblem]:
    """Aspects, sectors and scales that the pack lacks."""
    aspects = {word for _, word in pack.words(("aspects",), "id")}
    sectors = {word for _, word in pack.words(("sectors",), "id")}
    known_scales = {word for _, word in scales.words(("scales",), "id")} if scales else set()
    for item in _items_in_order(themes):
        for place, word in item.source.children((*item.place, "sectors")):
            if sectors and isinstance(word, str) and word not in sectors:
                yield item.source.problem(
                    place,
                    f"the sector `{word}` is not in pack.yaml",
                    suggestion(word, sectors),
                )
        for key, known, where in (
            ("aspect", aspects, "pack.yaml"),
            ("scale", known_scales, "scales.yaml"),
        ):
            word = item.get(key)
            if known and isinstance(word, str) and word.strip() and word not in known:
                yield item.problem(
                    (key,), f"the {key} `{word}` is not in {where}", suggestion(word, known)
                )


def conditions(scales: Source | None, themes: Sequence[Source]) -> Iterator[PackProblem]:
    """`applies_when`: its question, and the answers it needs."""
    asked = {str(item.get("id")): item for item in _items_in_order(themes)}
    for name, item in asked.items():
        place: Place = ("applies_when", "item")
        other = item.get(*place)
        if not isinstance(other, str):
            continue
        if other == name:
            yield item.problem(
                place, "this question depends on its own answer", "name one that is asked before it"
            )
        elif other not in asked:
            yield item.problem(
                place,
                f"`{other}` is not a question in this pack",
                suggestion(other, set(asked) - {name}),
            )
        elif asked[other].number > item.number:
            yield item.problem(place, *_asked_too_late(asked, name, other))
        else:
            yield from _audience_problems(item, asked[other], other)
            yield from _unknown_answers(item, asked[other], other, scales)


def _asked_too_late(asked: Mapping[str, _AskedItem], name: str, other: str) -> tuple[str, str]:
    way = [name]
    while isinstance(other, str) and other in asked and other not in way:
        way.append(other)
        other = asked[other].get("applies_when", "item")
    if other == name:
        return (
            f"the conditions go round in a circle: {', '.join((*way, name))}",
            "remove one of these conditions",
        )
    return f"`{way[1]}` is asked after this question", (
        "ask it earlier, or name a question that is asked earlier"
    )


def _audience_problems(item: _AskedItem, other: _AskedItem, name: str) -> Iterator[PackProblem]:
    """Nobody is asked the item who is not asked the one that it depends on."""
    place: Place = ("applies_when", "item")
    if item.get("audience") == ItemAudience.ALL and other.get("audience") in (
        ItemAudience.LEADERS,
        ItemAudience.STEERING,
    ):
        yield item.problem(
            place,
            f"practitioners are asked this question, but not `{name}`",
            f"ask `{name}` of all too, or this question of leaders only",
        )
    if other.sectors and not (item.sectors and item.sectors <= other.sectors):
        missing = sorted(item.sectors - other.sectors)
        yield item.problem(
            place,
            f"`{name}` is asked of fewer sectors than this question"
            + (f" (not of {', '.join(missing)})" if missing else ""),
            "give both the same `sectors`",
        )


def _unknown_answers(
    item: _AskedItem, other: _AskedItem, name: str, scales: Source | None
) -> Iterator[PackProblem]:
    offered = _answers_offered(scales, other)
    for place, answer in item.source.children((*item.place, "applies_when", "in")):
        is_answer = type(answer) is int or answer in frozenset(NonScore)
        if offered and is_answer and answer not in offered:
            yield item.source.problem(
                place,
                f"`{answer}` is not an answer to `{name}`",
                "use one of: " + ", ".join(map(str, offered)),
            )


def evidence(scales: Source | None, themes: Sequence[Source]) -> Iterator[PackProblem]:
    """Evidence required from an unknown level, or not asked at all."""
    for item in _items_in_order(themes):
        required = item.get("evidence", "required_from")
        if type(required) is not int:
            continue
        place: Place = ("evidence", "required_from")
        levels = [one for one in _answers_offered(scales, item) if type(one) is int]
        if levels and required not in levels:
            yield item.problem(
                place,
                f"level {required} is not on the scale",
                "use one of: " + ", ".join(map(str, levels)),
            )
        if item.get("evidence", "asked") in (False, "no"):
            yield item.problem(
                place,
                "evidence is required here, but the form does not ask for it",
                "remove `asked` or this line",
            )


def _answers_offered(scales: Source | None, item: _AskedItem) -> list[int | str]:
    """Levels and non-scores; none where its scale is unreadable."""
    for place, _ in scales.children(("scales",)) if scales else ():
        if scales and item.get("scale") in (None, scales.get((*place, "id"))):
            given = [
                scales.get((*entry, "value"))
                for part in ("levels", "non_scores")
                for entry, _ in scales.children((*place, part))
            ]
            return [one for one in given if type(one) in (int, str)]
    return []


def _items_in_order(themes: Sequence[Source]) -> Iterator[_AskedItem]:
    number = 0
    for source in themes:
        for place, _ in source.children(("items",)):
            yield _AskedItem(source, place, number)
            number += 1
