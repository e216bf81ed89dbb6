"""The key learning points: findings grouped by verdict, with the Trust's notes (METHOD 6)."""

from collections.abc import Iterable, Mapping, Sequence

from owf.benchmark.change import ChangeVerdict
from owf.benchmark.findings import ChangeFinding, Finding, VerdictFinding, W, headline
from owf.benchmark.groups import GroupKind
from owf.benchmark.rules import Verdict
from owf.benchmark.sentences import ACROSS, CONTRADICTED, STANDING
from owf.benchmark.strength_findings import StrengthFinding, strength_points
from owf.benchmark.wording import capitalised, counted, listed, possessive

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

MOST_NAMED = 5
"""So many themes are named one by one in a title."""


def in_one_line(findings: Sequence[Finding]) -> str:
    """Say how all themes stand, verdict by verdict: the title of a chart that shows them all.

    Many themes that are neither ahead nor behind are counted and not named.

    Raises:
        ValueError: no theme among the findings.
    """
    themes = [found for found in findings if found.kind is GroupKind.THEME]
    if not themes:
        raise ValueError("There is no finding on a theme: compare the themes too.")
    return _line(_ORDER, themes)


def changes_in_one_line(changes: Sequence[ChangeFinding]) -> str:
    """Say how all themes moved, verdict by verdict; empty where there is no theme."""
    themes = [found for found in changes if found.kind is GroupKind.THEME]
    return _line(ChangeVerdict, themes)


def _line(order: Iterable[W], themes: Sequence[VerdictFinding[W]]) -> str:
    parts = []
    for verdict in order:
        alike = [found.phrase or "" for found in themes if found.verdict is verdict]
        if not alike:
            continue
        # Where it is ahead or behind is always named: that is what a reader looks for.
        if verdict.direction or len(alike) <= MOST_NAMED:
            parts.append(f"{verdict} on {listed(alike)}")
        elif len(alike) == len(themes):
            parts.append(f"{verdict} on all {len(themes)} themes")
        else:
            parts.append(f"{verdict} on {len(alike)} of {len(themes)} themes")
    return capitalised("; ".join(parts))


def change_points(changes: Sequence[ChangeFinding]) -> tuple[str, ...]:
    """Say what moved since last year, one sentence; none where nothing could be compared."""
    line = changes_in_one_line(changes)
    return (f"Since {changes[0].years[0]}: {line[:1].lower()}{line[1:]}.",) if line else ()


KindOfPoint = tuple[GroupKind, str]
"""What a point is about, and the point."""


def key_points(
    findings: Sequence[Finding],
    notes: Mapping[str | None, Sequence[str]],
    strengths: Sequence[StrengthFinding] = (),
) -> tuple[str, ...]:
    """Say what the findings come to, one sentence a point.

    The overall score leads. Then, verdict by verdict, the themes, the aspects over all themes and
    the cells. Aspects and cells are named where they are ahead or behind, an aspect only where
    that does not come from one theme alone. A theme in which every cell points the same way is
    one point and not a list of its cells. What is a strength or a weakness of the Trust itself over
    several themes comes last, in one point.

    Args:
        findings: all of one Trust against one comparator in one year, from `findings_of`.
        notes: the Trust's own context notes by theme id, those on the whole under None. Each
            follows the point on its theme.
        strengths: of the same Trust and year, from `strength_findings_of`.

    Raises:
        ValueError: no findings, or findings of different Trusts, comparators or years.
    """
    return tuple(text for _, text in kinds_of_points(findings, notes, strengths))


def kinds_of_points(
    findings: Sequence[Finding],
    notes: Mapping[str | None, Sequence[str]],
    strengths: Sequence[StrengthFinding] = (),
) -> tuple[KindOfPoint, ...]:
    """Say the key points each with its kind, so that a page can fold what is on single cells.

    Takes and raises as `key_points`.
    """
    if len({(found.trust, found.comparator, found.year) for found in findings}) != 1:
        raise ValueError("Give the findings of one Trust against one comparator in one year.")
    first = findings[0]
    if any((one.trust, one.year) != (first.trust, first.year) for one in strengths):
        raise ValueError("Give the strengths of the Trust and the year that the findings are of.")
    themes = [found for found in findings if found.kind is GroupKind.THEME]
    throughout = {theme.theme: _throughout(theme, findings) for theme in themes}
    noted = {theme for theme, texts in notes.items() if texts}

    points: list[KindOfPoint] = []
    if any(found.kind is GroupKind.OVERALL for found in findings):
        points.append((GroupKind.OVERALL, headline(findings)))
    points += _of(GroupKind.OVERALL, _notes(first.trust, "", notes.get(None, ())))
    for verdict in _ORDER:
        alike = [theme for theme in themes if theme.verdict is verdict]
        # A theme with a note or with all its cells behind it has a point to itself.
        single = [theme for theme in alike if theme.theme in noted or throughout[theme.theme]]
        points += _of(GroupKind.THEME, _points([theme for theme in alike if theme not in single]))
        for theme in single:
            point = _point([theme], throughout[theme.theme] or "")
            noting = _notes(theme.trust, "", notes.get(theme.theme, ()))
            points.append((GroupKind.THEME, " ".join([point, *noting])))
        if verdict.direction:
            points += _of(GroupKind.ASPECT, _points(_aspects(findings, verdict)))
            for cells in _cells_by_theme(findings, verdict):
                if not throughout.get(cells[0].theme):
                    points += _of(GroupKind.CELL, _points(cells))
    known = {theme.theme for theme in themes}
    for name, texts in notes.items():
        if name is not None and name not in known:
            about = f" on {name.replace('-', ' ')}"
            points += _of(GroupKind.THEME, _notes(first.trust, about, texts))
    return (*points, *_of(GroupKind.ASPECT, strength_points(strengths)))


def _of(kind: GroupKind, texts: Iterable[str]) -> list[KindOfPoint]:
    return [(kind, text) for text in texts]


def _throughout(theme: Finding, findings: Sequence[Finding]) -> str | None:
    """Say that every cell of a theme points its way; None where they do not."""
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


def _aspects(findings: Sequence[Finding], verdict: Verdict) -> list[Finding]:
    """List the aspects over all themes that say more than one theme's cell says already."""
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


def _points(alike: Sequence[Finding]) -> list[str]:
    """Say findings of one verdict in one point, or one per reason where a reason belongs to it."""
    by_reason: dict[str, list[Finding]] = {}
    for found in alike:
        by_reason.setdefault(_reason(found), []).append(found)
    return [_point(same) for same in by_reason.values()]


def _point(alike: Sequence[Finding], throughout: str = "") -> str:
    first = alike[0]
    if first.within:
        where = f"in {first.within}, "
    else:
        where = f"{ACROSS}, " if first.kind is GroupKind.ASPECT else ""
    standing = STANDING[first.verdict].format(trust=first.trust, comparator=first.comparator)
    named = listed([found.phrase for found in alike if found.phrase])
    return capitalised(f"{where}{standing} on {named}{throughout}{_reason(first)}.")


def _reason(found: Finding) -> str:
    if found.verdict is Verdict.NOT_COMPARED:
        return f": {found.comparison.why_not}"
    if found.verdict is not Verdict.NO_CLEAR_DIFFERENCE:
        return ""
    if found.comparison.contradicted:
        return f", with {CONTRADICTED}"
    return ", with too few answers to tell"


def _notes(trust: str, about: str, texts: Sequence[str]) -> list[str]:
    stripped = [text.strip() for text in texts if text.strip()]
    return [
        f"{possessive(trust)} note{about}: {capitalised(text)}"
        + ("" if text.endswith((".", "!", "?")) else ".")
        for text in stripped
    ]
