"""Made-up questions, partners and years for the charts of results, with the longest names."""

from __future__ import annotations

from statistics import fmean

from owf.benchmark.change.histories import (
    LineBehind,
    RegionPoint,
    RegionRibbon,
    ScoreHistory,
    YearPoint,
    since_last_break,
)
from owf.benchmark.change.item_lines import Join
from owf.benchmark.change.trend import POINTS, Trend, TrendOutcome
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.tables.item_standings import Instead, ItemStanding, PartnerAnswer
from owf.comparability import Comparability

LABELS = (
    "not yet considered",
    "considering or planning to start",
    "making some progress",
    "making good progress",
    "embedded, with evidence of impact",
)
LONG = [
    "Bournemouth, Christchurch and Poole NHS",
    "Council workforce development and reform",
    "Early years, childcare and extended care",
    "Local safeguarding board and its members",
    "Organisational development and human res",
    "Voluntary and community sector forum one",
    "Voluntary and community sector forum two",
    "Schools, academies and pupil referral un",
    "Police, probation and community safety p",
    "Youth offending and positive activities ",
    "Children's social care and family suppor",
    "Sport, play, culture and leisure partner",
]
assert all(len(name) in range(36, 41) for name in LONG)


def item(number, levels, *, agreed=None, reason="", name="Guidance on who does what and when"):
    """One question, answered in turn by partners with long names; ``None`` is don't know."""
    answers = tuple(
        PartnerAnswer(partner, level, None if level else Instead.DONT_KNOW)
        for partner, level in zip(LONG, levels, strict=False)
    )
    return ItemStanding(
        item=f"caf-{number:02}",
        code=f"CAF {number}",
        name=name,
        theme="caf",
        levels=(1, 2, 3, 4, 5),
        labels=LABELS,
        counts=tuple(sum(one == level for one in levels) for level in range(1, 6)),
        dont_know=sum(one is None for one in levels),
        agreed=agreed,
        reason=reason,
        answers=answers,
    )


STANDINGS = [
    item(1, [3, 3, 3, 3, 4, 3, 3, 3, 3, 3, 3, 3], agreed=3),
    item(
        2,
        [1, 5, 1, 5, 2, 4, 1, 5, 3, 3, None, 2],
        agreed=1,
        reason="Nobody could show it in writing.",
        name="Multi-agency training that is planned, paid for and evaluated together by all",
    ),
    item(3, [2, 2, 3, 3, 4, 4, 2, 3, None, None, 1, 5], agreed=4, reason="New guidance in May."),
]


def trend_of(outcome, points):
    """A trend of 0.2 a year with this outcome, about the mean of the latest five scores."""
    latest = [point.score for point in since_last_break(points)][-POINTS:]
    is_whole = len(latest) == POINTS and None not in latest
    return Trend(
        outcome, slope=0.2, ci95=(0.1, 0.3), mean=fmean(latest) if is_whole else None, trusts=9
    )


def history(
    scores,
    *,
    joins=None,
    kind=GroupKind.THEME,
    title="CAF",
    region=True,
    behind=(),
    trend=TrendOutcome.INCREASING,
    usual=None,
):
    """The years from 2008 on with these scores; ``None`` is a year without one."""
    joins = joins or [Comparability.YES] * (len(scores) - 1)
    points = tuple(
        YearPoint(
            year=2008 + place,
            score=value,
            lower=None if value is None else value - 0.2,
            upper=None if value is None else value + 0.2,
            n=0 if value is None else 12,
            join=Join(joins[place - 1], ("The question was changed.",)) if place else None,
            why_not="" if value is not None else "not signed off",
        )
        for place, value in enumerate(scores)
    )
    ribbon = (
        RegionRibbon(
            tuple(
                RegionPoint(2008 + place, 2.8 + place / 10, 3.0 + place / 10, 3.3 + place / 10)
                for place in range(len(scores))
            ),
            9,
        )
        if region
        else RegionRibbon((), 0, "fewer than five Trusts are there in every year shown.")
    )
    return ScoreHistory(
        kind=kind,
        theme=None if kind is GroupKind.OVERALL else title.lower(),
        title=title,
        short=title,
        points=points,
        behind=tuple(behind),
        region=ribbon,
        trend=trend_of(trend, points),
        usual=usual,
        items=10,
        asked=12,
        sentence=f"{title}: increasing from {scores[0]} to {scores[-1]}.",
    )


BEDFORDSHIRE = LineBehind("Bedfordshire", (YearPoint(2008, 2.6, n=12),))
HISTORIES = [
    history([2.6, 2.9, 3.2, 3.5, 3.8], kind=GroupKind.OVERALL, title="Overall"),
    history([2.5, 2.7, 3.9, 4.0, 4.2], joins=[Comparability.WITH_CARE, Comparability.NO,
                                               Comparability.YES, Comparability.YES]),
    history([None, 3.0, None, 3.2, 3.1], title="Lead professional", behind=[BEDFORDSHIRE]),
]  # fmt: skip
