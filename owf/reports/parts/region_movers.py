"""Who moved in a region since last year, overall."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from owf.assessment.disclosure.trusts import OVERALL
from owf.assessment.results.region_sentences import who_moved
from owf.assessment.results.region_view import RegionView
from owf.assessment.results.standings import MeanOfTwoYears
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import ChangeFinding
from owf.charts.theme import LIGHT
from owf.charts.trusts.movers import movers
from owf.reports.model import Figure, Native
from owf.reports.parts.figures import native
from owf.reports.parts.of_region import NO_SCORE_IN_BOTH


@dataclass(frozen=True)
class Moving:
    """``without``: (Trust, why it has no change)."""

    changes: tuple[ChangeFinding, ...]
    without: Sequence[tuple[str, str]]
    mean: MeanOfTwoYears | None

    @property
    def claim(self) -> str:
        return who_moved(self.changes, self.mean) or "No Trust shows a score of both years."


def moving(view: RegionView) -> Moving:
    overall = {
        one.name: [change for change in one.changes if change.kind is GroupKind.OVERALL]
        for one in view.trusts
    }
    why = {one.name: one.no_change_because or NO_SCORE_IN_BOTH for one in view.trusts}
    return Moving(
        tuple(change for of_trust in overall.values() for change in of_trust),
        [(name, why[name]) for name in sorted(why, key=str.casefold) if not overall[name]],
        view.changed_means.get(OVERALL),
    )


def movers_figure(view: RegionView, found: Moving) -> Figure:
    """For some changes; natively both years' scores, in the order of the chart."""
    before, after = found.changes[0].years
    shown = sorted(
        (one for one in found.changes if one.change.mean_change is not None),
        key=lambda one: (-(one.change.mean_change or 0.0), one.trust.casefold()),
    )
    values = view.pack.scale.values
    chart = movers(found.changes, found.without, found.mean, found.claim, view.rules)
    return Figure(
        replace(chart, title=f"Change overall since {before}, the largest rise first"),
        native(
            Native.BARS,
            [one.trust for one in shown],
            {
                str(after): [one.change.after for one in shown],
                str(before): [one.change.before for one in shown],
            },
            (LIGHT.ahead, LIGHT.quiet),
            ends=(values[0], values[-1]),
            axis="Score of the sectors that answered in both years",
        ),
    )
