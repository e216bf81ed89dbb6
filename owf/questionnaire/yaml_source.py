"""YAML as an author wrote it: plain values, and the line of every key and list entry.

Read from the node graph, because a constructor drops duplicate keys, line numbers and the text
behind `no` (YAML 1.2: a word, not false).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from owf.questionnaire.problems import PackProblem, shown_path
from owf.texts import without_invisible

Place = tuple[str | int, ...]
"""Keys and list positions from the top of a file."""


@dataclass(frozen=True)
class Source:
    """`name` is as messages show it."""

    file: str
    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """Of the key or entry at `place`, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, what: str, todo: str) -> PackProblem:
        return PackProblem(self.file, self.line(place), what, todo)

    def get(self, place: Place) -> Any:
        """None where the file has nothing there."""
        value = self.data
        for step in place:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def children(self, place: Place) -> Iterator[tuple[Place, Any]]:
        value = self.get(place)
        if isinstance(value, dict):
            yield from (((*place, key), entry) for key, entry in value.items())
        elif isinstance(value, list):
            yield from (((*place, index), entry) for index, entry in enumerate(value))

    def words(self, place: Place, key: str) -> Iterator[tuple[Place, str]]:
        """Where there is one."""
        for entry, _ in self.children(place):
            word = self.get((*entry, key))
            if isinstance(word, str) and word.strip():
                yield (*entry, key), word

    def texts(self, place: Place) -> list[str]:
        return [value for _, value in self.children(place) if isinstance(value, str)]


def read_source(path: Path) -> tuple[Source | None, list[PackProblem]]:
    """Problems such as duplicate keys; None where it is not YAML."""
    file = shown_path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None, [PackProblem(file, 1, "this file is missing", "add the file to the pack")]
    except (OSError, UnicodeDecodeError):
        return None, [
            PackProblem(file, 1, "this file cannot be read as text", "save it as UTF-8 text")
        ]
    source, problems = _read(file, text)
    return source, list(problems)


# A series of packs reads its first one again for each that follows.
@lru_cache(maxsize=256)
def _read(file: str, text: str) -> tuple[Source | None, tuple[PackProblem, ...]]:
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError) as error:
        return None, (_syntax_problem(file, text, error),)
    if not isinstance(root, MappingNode):
        what = "this file is empty" if root is None else "this file is not a list of `key: value`"
        return None, (PackProblem(file, 1, what, "start from a pack that works"),)
    reading = _Reading(file)
    data = reading.value(root, ())
    return Source(file, data, reading.lines), tuple(reading.problems)


def _syntax_problem(file: str, text: str, error: YAMLError | RecursionError) -> PackProblem:
    line, what = 1, "it is nested too deeply"
    if isinstance(error, ReaderError):
        line = text[: error.position].count("\n") + 1
        what = "there is a character that YAML does not allow"
    elif isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = ", ".join(part for part in (error.context, error.problem) if part)
    return PackProblem(
        file,
        line,
        f"this is not YAML: {what}",
        "look at this line and the one above for indents, brackets, a colon or an unclosed quote",
    )


class _Reading:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.problems: list[PackProblem] = []
        self._seen: set[int] = set()

    def value(self, node: Node, place: Place) -> Any:
        if id(node) in self._seen:
            # A few aliases of aliases can stand for gigabytes, and a pack needs none.
            self._report(
                self.lines.get(place, 1), "a value is repeated by `*`", "write it out in full"
            )
            return _scalar(node) if isinstance(node, ScalarNode) else None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            for index, entry in enumerate(node.value):
                self.lines[(*place, index)] = _line(entry)
            return [self.value(entry, (*place, index)) for index, entry in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: MappingNode, place: Place) -> dict[str | int, Any]:
        values: dict[str | int, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._report(_line(key_node), "a key is not a word", "write `key: value`")
                continue
            number = _scalar(key_node)
            key = number if type(number) is int else str(key_node.value)
            here = (*place, key)
            if key in values:
                self._report(
                    _line(key_node),
                    f"`{key}` is here twice, first on line {self.lines[here]}",
                    "keep one of the two",
                )
                continue
            self.lines[here] = _line(key_node)
            values[key] = self.value(value_node, here)
        return values

    def _report(self, line: int, what: str, todo: str) -> None:
        self.problems.append(PackProblem(self.file, line, what, todo))


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _scalar(node: Node) -> str | int | float | bool | None:
    text = str(node.value)
    kind = str(node.tag).rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
    except ValueError:
        pass
    return without_invisible(text)
