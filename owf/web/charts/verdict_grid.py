"""Theme by aspect: a verdict in each cell, as a table that reads with eyes and ears alike."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from owf.benchmark import DEFAULT_RULES, Finding, GroupKind, Rules
from owf.questionnaire import Pack
from owf.web import html
from owf.web.components.theme_tables import theme_tables
from owf.web.components.verdicts import verdict_with_working

_NOT_ASKED = Markup('<span class="owf-none">not asked</span>')


def verdict_grid(findings: Sequence[Finding], pack: Pack, rules: Rules = DEFAULT_RULES) -> Markup:
    """Lay out the cells: aspects down, themes across, both in the pack's order and words.

    Where themes are many there are several tables, each with the aspects that its themes have.
    """
    cells = {
        (finding.theme, finding.aspect): finding
        for finding in findings
        if finding.kind is GroupKind.CELL
    }
    return theme_tables(
        "Verdict on each aspect of each theme",
        ("Aspect", *(theme.short_title for theme in pack.themes)),
        (
            (
                aspect.title,
                *(_cell(cells.get((theme.id, aspect.id)), rules) for theme in pack.themes),
            )
            for aspect in pack.aspects
        ),
        css="owf-standings owf-verdicts owf-stack",
        nothing=_NOT_ASKED,
    )


def _cell(finding: Finding | None, rules: Rules) -> Markup:
    if finding is None:
        return _NOT_ASKED
    one = (
        Markup(' <span class="owf-small">one question</span>')
        if finding.n_items == 1
        else html.NOTHING
    )
    return Markup("{}{}").format(verdict_with_working(finding, rules), one)
