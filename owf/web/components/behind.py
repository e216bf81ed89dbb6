"""What stands behind a Trust's scores: the other comparator, other means, and non-scores."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.trust_comparison import TrustComparison
from owf.benchmark import Finding, GroupKind, StrengthFinding, strength_working_of
from owf.store.results import ScoreRow
from owf.web import html
from owf.web.charts.differences import working_list
from owf.web.components.verdicts import verdict_mark
from owf.web.numbers import limits, score, signed

_SHOWN = {GroupKind.OVERALL, GroupKind.THEME}


def beside_table(view: TrustComparison) -> Markup:
    """Overall and themes against two comparators, side by side."""
    here = [one for one in view.findings if one.kind in _SHOWN]
    there = {_key(one): one for one in view.beside}
    names = (view.comparator, _name(view.beside))
    return html.table(
        f"{view.trust.name} beside {names[0]} and beside {names[1]}",
        ("Theme", *(f"Against {name}" for name in names)),
        (
            (
                one.title,
                _verdict(one),
                _verdict(there[_key(one)]) if _key(one) in there else "not compared",
            )
            for one in here
        ),
        css="owf-stack",
    )


def _name(findings: tuple[Finding, ...]) -> str:
    return findings[0].comparator if findings else "England"


def _verdict(finding: Finding) -> Markup:
    found = finding.comparison
    small = (
        Markup(' <span class="owf-small">{} against {}, {} Trusts</span>').format(
            score(found.score, 2), score(found.reference, 2), found.k
        )
        if found.score is not None and found.reference is not None
        else html.NOTHING
    )
    return Markup("{}{}").format(verdict_mark(finding), small)


def own_scores_table(view: TrustComparison) -> Markup:
    """Each theme's mean over sectors and over partners, the agreed score, and the non-scores."""
    shown = [one for one in view.findings if one.kind in _SHOWN]
    return html.table(
        "Means and agreed scores, and the share of answers that are no score",
        ("Theme", "Over sectors", "Over partners", "Agreed", "Don't know", "Not applicable"),
        ((one.title, *_cells(view.scores.get(_key(one)))) for one in shown),
        css="owf-stack",
        numeric=frozenset({1, 2, 3, 4, 5}),
    )


def _cells(row: ScoreRow | None) -> tuple[str, ...]:
    if row is None:
        return ("too few partners",) * 5
    asked = sum(row.level_counts) + row.dont_know + row.not_applicable
    return (
        f"{score(row.mean, 2)} (n = {row.n_units})",
        f"{score(row.pooled_mean, 2)} (n = {row.n_respondents})",
        "none" if row.agreed is None else score(row.agreed, 2),
        _share(row.dont_know, asked),
        _share(row.not_applicable, asked),
    )


def _share(number: int, of: int) -> str:
    return "no answers" if of == 0 else f"{100 * number / of:.0f}% ({number} of {of})"


def _key(finding: Finding) -> str:
    return "overall" if finding.theme is None else f"theme:{finding.theme}"


def _aspect(found: StrengthFinding) -> Markup:
    within = (
        Markup(' <span class="owf-small">only in {}</span>').format(found.within)
        if found.within
        else html.NOTHING
    )
    return Markup("{}{}").format(found.title, within)


def _found(found: StrengthFinding) -> Markup:
    """The verdict; of an aspect that one theme alone has, nothing is said throughout."""
    mark = verdict_mark(found)
    return mark.replace(" throughout", "") if found.within else mark


def strengths_table(view: TrustComparison) -> Markup:
    """Each aspect across themes against the Trust's own overall score, with its working."""
    return html.table(
        f"Aspects against {view.trust.name}'s own overall score",
        ("Aspect", "Aspect's score", "Overall", "Difference", "95% limits", "Finding"),
        (
            (
                _aspect(one),
                score(one.strength.aspect_score, 2),
                score(one.strength.overall_score, 2),
                signed(one.strength.difference),
                limits(one.strength.ci95),
                Markup("{}<details><summary>Working</summary>{}</details>").format(
                    _found(one), working_list(strength_working_of(one, view.rules))
                ),
            )
            for one in view.strengths
        ),
        css="owf-stack",
        numeric=frozenset({1, 2, 3, 4}),
    )
