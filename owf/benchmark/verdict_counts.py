"""How many themes, or cells of a grid, have which verdict: the strip under a grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from owf.benchmark.findings import VerdictFinding, W
from owf.benchmark.groups import GroupKind
from owf.benchmark.wording import counted, listed

_OF_KIND = {
    GroupKind.THEME: "theme",
    GroupKind.ASPECT: "aspect",
    GroupKind.CELL: "aspect of themes",
}


@dataclass(frozen=True)
class VerdictCount(Generic[W]):
    """One verdict of the strip.

    Attributes:
        verdict: the word; `verdict.symbol` and `verdict.direction` go with it.
        count: how many findings have it.
        titles: their headings, in the order of the pack.
    """

    verdict: W
    count: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class VerdictCounts(Generic[W]):
    """All verdicts of one kind of group, best first, those that nothing has included.

    Attributes:
        kind: theme or cell.
        counts: one for each word there is.
        sentence: the strip's title and alternative text.
    """

    kind: GroupKind
    counts: tuple[VerdictCount[W], ...]
    sentence: str

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(one.count for one in self.counts)


def verdict_counts(
    findings: Sequence[VerdictFinding[W]], kind: GroupKind, words: Iterable[W]
) -> VerdictCounts[W]:
    """Count the verdicts of one kind of group.

    Args:
        findings: of one Trust and year; those of other kinds are left out.
        kind: theme, aspect or cell.
        words: every verdict there is, best first, such as `Verdict`.

    Raises:
        ValueError: a kind that carries no word.
    """
    if kind not in _OF_KIND:
        raise ValueError(f"Verdicts of the kind {kind} are not counted: use theme, aspect or cell.")
    of_kind = [one for one in findings if one.kind is kind]
    counts = []
    for word in words:
        titles = tuple(one.title for one in of_kind if one.verdict is word)
        counts.append(VerdictCount(word, len(titles), titles))
    said = [f"{one.count} {one.verdict}" for one in counts if one.count]
    total = counted(len(of_kind), _OF_KIND[kind].split(" ", 1)[0])
    rest = _OF_KIND[kind].partition(" ")[2]
    what = f"{total} {rest}".strip()
    sentence = f"Of {what}: {listed(said)}." if said else "There is no verdict to count."
    return VerdictCounts(kind, tuple(counts), sentence)
