"""The key learning points: findings grouped by verdict, with the Trust's notes (METHOD 6)."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from owf.benchmark.change.changes import ChangeVerdict
from owf.benchmark.change.histories import ScoreHistory
from owf.benchmark.change.trend import POINTS, TrendOutcome
from owf.benchmark.comparison.strengths import StrengthFinding, strength_points
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import (
    ACROSS,
    CONTRADICTED,
    STANDING,
    ChangeFinding,
    Finding,
    VerdictFinding,
    W,
    headline,
    too_uncertain,
)
from owf.benchmark.words.wording import (
    MOST_NAMES,
    capitalised,
    counted,
    listed,
    number,
    possessive,
    within_sentence,
)

# Strengths first, then what is alike, then what is behind, then what is not known.
_ORDER = (
    Verdict.AHEAD,
    Verdict.SLIGHTLY_AHEAD,
    Verdict.IN_LINE,
    Verdict.SLIGHTLY_BEHIND,
    Verdict.BEHIND,
    Verdict.NO_CLEAR_DIFFERENCE,
    Verdict.NOT_COMPARED,
)


def in_one_line(findings: Sequence[Finding]) -> str:
    """How all themes stand, verdict by verdict: the title of a chart that shows them all."""
    themes = [found for found in findings if found.kind is GroupKind.THEME]
    if not themes:
        raise ValueError("There is no finding on a theme: compare the themes too.")
    return _themes_by_verdict(_ORDER, themes)


def changes_in_one_line(changes: Sequence[ChangeFinding]) -> str:
    """How all themes moved, verdict by verdict; empty where there is no theme."""
    themes = [found for found in changes if found.kind is GroupKind.THEME]
    return _themes_by_verdict(ChangeVerdict, themes)


def _themes_by_verdict(order: Iterable[W], themes: Sequence[VerdictFinding[W]]) -> str:
    """Themes that are neither ahead nor behind are counted where they are many."""
    parts = []
    for verdict in order:
        alike = [found.phrase or "" for found in themes if found.verdict is verdict]
        if not alike:
            continue
        # Where it is ahead or behind is always named: that is what a reader looks for.
        if verdict.direction or len(alike) <= MOST_NAMES:
            parts.append(f"{verdict} on {listed(alike)}")
        elif len(alike) == len(themes):
            parts.append(f"{verdict} on all {len(themes)} themes")
        else:
            parts.append(f"{verdict} on {len(alike)} of {len(themes)} themes")
    return capitalised("; ".join(parts))


def change_points(changes: Sequence[ChangeFinding]) -> tuple[str, ...]:
    """One sentence each; none where nothing could be compared."""
    line = changes_in_one_line(changes)
    return (f"Since {changes[0].years[0]}: {line[:1].lower()}{line[1:]}.",) if line else ()


KindOfPoint = tuple[GroupKind, str]


def key_points(
    findings: Sequence[Finding],
    notes: Mapping[str | None, Sequence[str]],
    strengths: Sequence[StrengthFinding] = (),
) -> tuple[str, ...]:
    """The texts of `kinds_of_points`."""
    return tuple(text for _, text in kinds_of_points(findings, notes, strengths))


def kinds_of_points(
    findings: Sequence[Finding],
    notes: Mapping[str | None, Sequence[str]],
    strengths: Sequence[StrengthFinding] = (),
) -> tuple[KindOfPoint, ...]:
    """What the findings come to, each point with its kind, so that a page can fold the cells.

    The overall score leads; then, verdict by verdict, the themes, aspects and cells, the latter two
    only where they are ahead or behind; strengths and weaknesses over several themes come last. An
    aspect is named only where that does not come from one theme alone, and a theme in which every
    cell points the same way is one point. `notes` are the Trust's own, by theme id, those on the
    whole under None; each follows the point on its theme.
    """
    if len({(found.trust, found.comparator, found.year) for found in findings}) != 1:
        raise ValueError("Give the findings of one Trust against one comparator in one year.")
    first = findings[0]
    if any((one.trust, one.year) != (first.trust, first.year) for one in strengths):
        raise ValueError("Give the strengths of the Trust and the year that the findings are of.")
    themes = [found for found in findings if found.kind is GroupKind.THEME]
    throughout = {theme.theme: _all_cells_alike(theme, findings) for theme in themes}
    noted = {theme for theme, texts in notes.items() if texts}

    points: list[KindOfPoint] = []
    if any(found.kind is GroupKind.OVERALL for found in findings):
        points.append((GroupKind.OVERALL, headline(findings)))
    points += _of_kind(GroupKind.OVERALL, _note_texts(first.trust, "", notes.get(None, ())))
    for verdict in _ORDER:
        alike = [theme for theme in themes if theme.verdict is verdict]
        # A theme with a note or with all its cells behind it has a point to itself.
        single = [theme for theme in alike if theme.theme in noted or throughout[theme.theme]]
        points += _of_kind(
            GroupKind.THEME, _points_by_reason([theme for theme in alike if theme not in single])
        )
        for theme in single:
            point = _point_on([theme], throughout[theme.theme] or "")
            noting = _note_texts(theme.trust, "", notes.get(theme.theme, ()))
            points.append((GroupKind.THEME, " ".join([point, *noting])))
        if verdict.direction:
            points += _of_kind(
                GroupKind.ASPECT, _points_by_reason(_aspects_beyond_one_theme(findings, verdict))
            )
            for cells in _cells_by_theme(findings, verdict):
                if not throughout.get(cells[0].theme):
                    points += _of_kind(GroupKind.CELL, _points_by_reason(cells))
    known = {theme.theme for theme in themes}
    for name, texts in notes.items():
        if name is not None and name not in known:
            about = f" on {name.replace('-', ' ')}"
            points += _of_kind(GroupKind.THEME, _note_texts(first.trust, about, texts))
    return (*points, *_of_kind(GroupKind.ASPECT, strength_points(strengths)))


def _of_kind(kind: GroupKind, texts: Iterable[str]) -> list[KindOfPoint]:
    return [(kind, text) for text in texts]


def _all_cells_alike(theme: Finding, findings: Sequence[Finding]) -> str | None:
    """None where they do not all point its way."""
    cells = [
        found for found in findings if found.kind is GroupKind.CELL and found.theme == theme.theme
    ]
    direction = theme.verdict.direction
    if not direction or not cells or any(cell.verdict.direction != direction for cell in cells):
        return None
    if len(cells) == 1:
        return ", on its only aspect"
    all_cells = (
        ", on both aspects" if len(cells) == 2 else f", on all {counted(len(cells), 'aspect')}"
    )
    if all(cell.verdict is theme.verdict for cell in cells):
        return all_cells
    return f"{all_cells} at least slightly"


def _aspects_beyond_one_theme(findings: Sequence[Finding], verdict: Verdict) -> list[Finding]:
    """Those that say more than one theme's cell says already."""
    themes_of: dict[str | None, set[str | None]] = {}
    for found in findings:
        if found.kind is GroupKind.CELL and found.verdict.direction == verdict.direction:
            themes_of.setdefault(found.aspect, set()).add(found.theme)
    return [
        found
        for found in findings
        if found.kind is GroupKind.ASPECT
        and found.verdict is verdict
        and found.within is None
        and len(themes_of.get(found.aspect, ())) != 1
    ]


def _cells_by_theme(findings: Sequence[Finding], verdict: Verdict) -> list[list[Finding]]:
    by_theme: dict[str | None, list[Finding]] = {}
    for found in findings:
        if found.kind is GroupKind.CELL and found.verdict is verdict:
            by_theme.setdefault(found.theme, []).append(found)
    return list(by_theme.values())


def _points_by_reason(alike: Sequence[Finding]) -> list[str]:
    """In one point, or one per reason where a reason belongs to the verdict."""
    by_reason: dict[str, list[Finding]] = {}
    for found in alike:
        by_reason.setdefault(_reason_text(found), []).append(found)
    return [_point_on(same) for same in by_reason.values()]


def _point_on(alike: Sequence[Finding], throughout: str = "") -> str:
    first = alike[0]
    if first.within:
        where = f"in {first.within}, "
    else:
        where = f"{ACROSS}, " if first.kind is GroupKind.ASPECT else ""
    standing = STANDING[first.verdict].format(trust=first.trust, comparator=first.comparator)
    named = listed([found.phrase for found in alike if found.phrase])
    return capitalised(f"{where}{standing} on {named}{throughout}{_reason_text(first)}.")


def _reason_text(found: Finding) -> str:
    if found.verdict is Verdict.NOT_COMPARED:
        return f": {found.comparison.why_not}"
    if found.verdict is not Verdict.NO_CLEAR_DIFFERENCE:
        return ""
    if found.comparison.contradicted:
        return f", with {CONTRADICTED}"
    return f", with {too_uncertain(found.comparison)}"


def _note_texts(trust: str, about: str, texts: Sequence[str]) -> list[str]:
    stripped = [text.strip() for text in texts if text.strip()]
    return [
        f"{possessive(trust)} note{about}: {capitalised(text)}"
        + ("" if text.endswith((".", "!", "?")) else ".")
        for text in stripped
    ]


@dataclass(frozen=True, kw_only=True)
class ThemeCard:
    """What a theme's card says, and the overall score's.

    `level` is the step that the score is nearest to, the lower of two as near (as the median is
    rounded down), with `level_words` of the pack; `agreed` is in levels.
    """

    finding: Finding
    levels: tuple[int, ...]
    level: int | None
    level_words: str
    agreed: float | None = None
    change: ChangeFinding | None = None
    no_change_because: str = ""

    @property
    def score(self) -> float | None:
        return self.finding.comparison.score

    @property
    def sentence(self) -> str:
        """Its picture's alternative text and its row of the table."""
        scored = "no score"
        if self.score is not None:
            scored = f"{number(self.score, 1)}, nearest to {self.level} ({self.level_words})"
        moved = (
            f"{self.change.verdict} since {self.change.years[0]}"
            if self.change
            else self.no_change_because.rstrip(".")
        )
        against = f"{self.finding.verdict} against {self.finding.comparator}"
        scored = f"{self.finding.title}: {scored}"
        return "; ".join(part for part in (scored, moved, against) if part) + "."


def theme_card(
    finding: Finding,
    labels: Mapping[int, str],
    *,
    agreed: float | None = None,
    change: ChangeFinding | None = None,
    no_change_because: str = "",
) -> ThemeCard:
    """`labels` are the words of each level."""
    score = finding.comparison.score
    levels = sorted(labels)
    level = None if score is None else nearest_level(score, levels)
    return ThemeCard(
        finding=finding,
        levels=tuple(levels),
        level=level,
        level_words="" if level is None else labels[level],
        agreed=agreed,
        change=change,
        no_change_because="" if change else no_change_because,
    )


def nearest_level(score: float, levels: list[int]) -> int:
    """The lower of two as near."""
    if not levels or not math.isfinite(score):
        raise ValueError("Give a finite score and the levels of its scale.")
    return min(levels, key=lambda level: (round(abs(score - level), 9), level))


_OF_KIND = {
    GroupKind.THEME: ("theme", ""),
    GroupKind.ASPECT: ("aspect", ""),
    GroupKind.CELL: ("aspect", " of themes"),
}


@dataclass(frozen=True)
class VerdictCount(Generic[W]):
    """Headings are in the order of the pack."""

    verdict: W
    count: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class VerdictCounts(Generic[W]):
    """Best first, those that no finding has included; the strip's title and alternative text."""

    kind: GroupKind
    counts: tuple[VerdictCount[W], ...]
    sentence: str

    @property
    def total(self) -> int:
        return sum(one.count for one in self.counts)


def verdict_counts(
    findings: Sequence[VerdictFinding[W]], kind: GroupKind, words: Iterable[W]
) -> VerdictCounts[W]:
    """`words` is every verdict there is, best first."""
    if kind not in _OF_KIND:
        raise ValueError(f"Verdicts of the kind {kind} are not counted: use theme, aspect or cell.")
    of_kind = [one for one in findings if one.kind is kind]
    counts = []
    for word in words:
        titles = tuple(one.title for one in of_kind if one.verdict is word)
        counts.append(VerdictCount(word, len(titles), titles))
    parts = [f"{one.count} {one.verdict}" for one in counts if one.count]
    noun, of = _OF_KIND[kind]
    total = counted(len(of_kind), noun)
    sentence = f"Of {total}{of}: {listed(parts)}." if parts else "There is no verdict to count."
    return VerdictCounts(kind, tuple(counts), sentence)


_SINCE: dict[ChangeVerdict, str] = {
    ChangeVerdict.IMPROVED: "and improved since {year}",
    ChangeVerdict.SLIGHTLY_IMPROVED: "and slightly improved since {year}",
    ChangeVerdict.ABOUT_THE_SAME: "and about the same as in {year}",
    ChangeVerdict.NO_CLEAR_CHANGE: "with no clear change since {year}",
    ChangeVerdict.SLIGHTLY_WORSE: "and slightly worse than in {year}",
    ChangeVerdict.WORSE: "and worse than in {year}",
    ChangeVerdict.CANNOT_BE_CALCULATED: "",
}


def year_headline(overall: Finding, change: ChangeFinding | None) -> str:
    """Its results' heading, without numbers."""
    since = _SINCE[change.verdict].format(year=change.years[0]) if change else ""
    return f"{overall.claim}, {since}" if since else overall.claim


def trend_points(histories: Sequence[ScoreHistory]) -> tuple[str, ...]:
    """In one point; none where nothing can be calculated."""
    parts = []
    for outcome in TrendOutcome:
        alike = [one for one in histories if one.trend.outcome is outcome]
        if not alike or outcome is TrendOutcome.CANNOT_BE_CALCULATED:
            continue
        overall = [one for one in alike if one.theme is None]
        themes = [one for one in alike if one.theme is not None]
        where = ["overall"] if overall else []
        if themes:
            where.append(f"on {listed([within_sentence(one.short) for one in themes])}")
        parts.append(f"{alike[0].trend.words} {' and '.join(where)}")
    return (f"Over the latest {counted(POINTS, 'year')}: {'; '.join(parts)}.",) if parts else ()
