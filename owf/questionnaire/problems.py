"""What is wrong with a pack: every problem at once, each with its place and a remedy."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class PackProblem:
    """Where, what, and what to do about it. Lines count from 1."""

    file: str
    line: int
    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} - {self.todo}"

    def as_warning(self) -> str:
        return f"{self.file}:{self.line}: warning: {self.what} - {self.todo}"


class PackErrors(Exception):
    """All problems are sorted by file and line."""

    def __init__(self, problems: Iterable[PackProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown_path(path: Path) -> str:
    """From the current folder when below it."""
    absolute = path.absolute()
    current = Path.cwd()
    return str(absolute.relative_to(current) if absolute.is_relative_to(current) else absolute)


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """None where no known word is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return near[0] if near else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy for an unknown word: the nearest known one, or all of them."""
    words = sorted(known)
    near = did_you_mean(word, words)
    if near:
        return f"did you mean `{near}`?"
    return "use one of: " + ", ".join(words) if words else "remove it"
