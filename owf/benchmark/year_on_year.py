"""The heading and the points of a Trust's year beside its own years before (METHOD 4 and 6)."""

from collections.abc import Sequence

from owf.benchmark.change import ChangeVerdict
from owf.benchmark.findings import ChangeFinding, Finding
from owf.benchmark.histories import ScoreHistory
from owf.benchmark.trend import POINTS, TrendOutcome
from owf.benchmark.wording import counted, listed, within_sentence

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
    """Say where a Trust stands and how it moved, without numbers: the heading of its results.

    Args:
        overall: its overall score against the comparator.
        change: the overall change since last year; None where nothing can be compared.
    """
    since = _SINCE[change.verdict].format(year=change.years[0]) if change else ""
    return f"{overall.claim}, {since}" if since else overall.claim


def trend_points(histories: Sequence[ScoreHistory]) -> tuple[str, ...]:
    """Say where the latest five years lead, in one point; none where nothing can be calculated.

    Args:
        histories: overall, then each theme.
    """
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
