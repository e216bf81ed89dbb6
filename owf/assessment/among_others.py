"""Where a Trust stands among the named Trusts that it is compared with: places and spread.

Unnamed Trusts take part in a mean, never in what is shown here: a lowest or highest score is one
Trust's own (METHOD 1.8). That of a named Trust may be known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from math import fsum

from owf.assessment.publishing import SignedYear, Units
from owf.assessment.standings import Standing, standing_of
from owf.benchmark import DEFAULT_RULES, Finding, FiveNumbers, Group, GroupKind, five_numbers

SHOWN = frozenset({GroupKind.OVERALL, GroupKind.THEME})


def spreads_of(units: Units, found: SignedYear, own: int) -> Mapping[Group, FiveNumbers]:
    """How the other named Trusts' scores are spread, on overall and themes.

    Missing where fewer than five of them have a score of three sectors or more: of so few it is no
    spread.

    Args:
        units: what may be compared, from `units_to_compare`.
        found: the signed results of the comparator.
        own: the Trust itself.
    """
    spreads = {}
    named = frozenset(found.named) - {own}
    for group, of_group in units.items():
        if group.kind not in SHOWN:
            continue
        scores = [
            fsum(sectors.values()) / len(sectors)
            for trust, sectors in of_group.items()
            if trust in named and len(sectors) >= DEFAULT_RULES.min_units
        ]
        if len(scores) >= DEFAULT_RULES.min_others:
            spreads[group] = five_numbers(scores)
    return spreads


class Standings:
    """A Trust's standing on overall and each theme, worked out when it is asked for.

    Args:
        findings: of the Trust, on all groups.
        units: what may be compared.
        found: the signed results of the comparator.
        own: the Trust itself.
    """

    def __init__(
        self, findings: Sequence[Finding], units: Units, found: SignedYear, own: int
    ) -> None:
        others = {trust: found.trusts[trust].name for trust in found.named if trust != own}
        self._work_out = {
            one.theme: partial(
                standing_of,
                group := Group(one.kind, one.theme),
                {own: one},
                units.get(group, {}),
                found.unnamed,
                others,
            )
            for one in findings
            if one.kind in SHOWN
        }

    def on(self, theme: str | None) -> Standing:
        """The standing on a theme, by the pack's id; overall for None or any other word."""
        return self._work_out.get(theme, self._work_out[None])()
