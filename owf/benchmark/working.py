"""The working behind a verdict, line by line in plain words (METHOD 2)."""

from owf.benchmark.findings import ChangeFinding, Finding
from owf.benchmark.gap_findings import GapFinding
from owf.benchmark.rules import DEFAULT_RULES, Limits, Rules
from owf.benchmark.sentences import ALL_OF_KIND
from owf.benchmark.strength_findings import StrengthFinding
from owf.benchmark.wording import levels_text, limits_text, number, signed

Lines = tuple[tuple[str, str], ...]

_NOT_HAD = "cannot be calculated"


def working_of(finding: Finding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict rests on, so that a reader can work it out again.

    Args:
        finding: from `findings_of`.
        rules: those with which it was made.

    Returns:
        Pairs of label and value, numbers in levels of the scale.
    """
    found = finding.comparison
    lines = [
        ("Verdict", str(finding.verdict)),
        ("Questions", str(finding.n_items)),
        ("Sectors with a score here (n)", str(found.n)),
        ("Other Trusts compared with (k)", str(found.k)),
        ("Score here: mean of its sectors", _plain(found.score)),
        ("Mean of the other Trusts' scores", _plain(found.reference)),
        ("Difference (d)", _signed(found.difference)),
        ("Spread between sectors within a Trust, pooled (s)", _plain(found.pooled_sd)),
        ("Degrees of freedom of the spread", _NOT_HAD if found.df is None else str(found.df)),
        ("Standard error of the difference", _plain(found.se)),
        ("95% limits of the difference", _limits(found.ci95)),
        ("90% limits of the difference", _limits(found.ci90)),
        ("p", _p(found.p_value)),
        (f"p adjusted over {ALL_OF_KIND[finding.kind]}", _p(found.p_adjusted)),
        *_rule_lines(rules),
        (
            "Partners needed to settle a gap of half a level",
            _NOT_HAD if found.partners_needed is None else str(found.partners_needed),
        ),
        ("Partner against partner", _superiority(found.probability_of_superiority)),
    ]
    if found.contradicted:
        lines.append(
            (
                "Why no direction is given",
                "the means and the partners' own scores point different ways",
            )
        )
    if found.why_not:
        lines.append(("Why it is not compared", found.why_not))
    return tuple(lines)


def change_working_of(finding: ChangeFinding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict on change rests on; as `working_of`."""
    change = finding.change
    lines = [
        ("Verdict", str(finding.verdict)),
        ("Questions", str(finding.n_items)),
        ("Sectors with a score in both years (n)", str(change.n)),
        (f"Their mean in {finding.years[0]}", _plain(change.before)),
        (f"Their mean in {finding.years[1]}", _plain(change.after)),
        ("Mean change", _signed(change.mean_change)),
        ("Spread of changes between sectors within a Trust", _plain(change.sd)),
        ("The spread is pooled over", _pooled_over(change.df, change.others, "years")),
        ("Degrees of freedom of the spread", _NOT_HAD if change.df is None else str(change.df)),
        ("Standard error of the change", _plain(change.se)),
        ("95% limits of the change", _limits(change.ci95)),
        ("90% limits of the change", _limits(change.ci90)),
        ("p", _p(change.p_value)),
        (f"p adjusted over {ALL_OF_KIND[finding.kind]}", _p(change.p_adjusted)),
        *_rule_lines(rules),
    ]
    if change.why_not:
        lines.append(("Why it cannot be calculated", change.why_not))
    return tuple(lines)


def gap_working_of(finding: GapFinding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict on leaders against practitioners rests on; as `working_of`."""
    gap = finding.gap
    lines = [
        ("Verdict", str(finding.verdict)),
        ("Questions that both were asked", str(finding.n_items)),
        ("Sectors with a score from both (n)", str(gap.n)),
        ("Their mean from leaders", _plain(gap.leaders)),
        ("Their mean from practitioners", _plain(gap.practitioners)),
        ("Mean gap, leaders minus practitioners", _signed(gap.mean_gap)),
        ("Spread of gaps between sectors", _plain(gap.sd)),
        ("Degrees of freedom of the spread", _NOT_HAD if gap.df is None else str(gap.df)),
        ("Standard error of the gap", _plain(gap.se)),
        ("95% limits of the gap", _limits(gap.ci95)),
        ("90% limits of the gap", _limits(gap.ci90)),
        ("p", _p(gap.p_value)),
        (f"p adjusted over {ALL_OF_KIND[finding.kind]}", _p(gap.p_adjusted)),
        *_rule_lines(rules),
    ]
    if gap.why_not:
        lines.append(("Why it cannot be calculated", gap.why_not))
    return tuple(lines)


def strength_working_of(finding: StrengthFinding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict on an aspect against the overall score rests on; as `working_of`."""
    found = finding.strength
    lines = [
        ("Verdict", str(finding.verdict)),
        ("Questions", str(finding.n_items)),
        ("Sectors with both scores (n)", str(found.n)),
        ("Their mean on this aspect", _plain(found.aspect_score)),
        ("Their mean overall", _plain(found.overall_score)),
        ("Mean difference, aspect minus overall", _signed(found.difference)),
        ("Spread of differences between sectors within a Trust", _plain(found.sd)),
        ("The spread is pooled over", _pooled_over(found.df, found.others, "scores")),
        ("Degrees of freedom of the spread", _NOT_HAD if found.df is None else str(found.df)),
        ("Standard error of the difference", _plain(found.se)),
        ("95% limits of the difference", _limits(found.ci95)),
        ("90% limits of the difference", _limits(found.ci90)),
        ("p", _p(found.p_value)),
        (f"p adjusted over {ALL_OF_KIND[finding.kind]}", _p(found.p_adjusted)),
        *_rule_lines(rules),
    ]
    if found.why_not:
        lines.append(("Why it cannot be calculated", found.why_not))
    return tuple(lines)


def _rule_lines(rules: Rules) -> Lines:
    return (
        (
            "Margins",
            f"{levels_text(rules.slight_margin)} from slight to clear, "
            f"{levels_text(rules.in_line_margin)} for alike",
        ),
        ("Largest adjusted p of a difference", f"{rules.alpha:g}"),
        ("Rule version", rules.version),
    )


def _pooled_over(df: int | None, others: int, both: str) -> str:
    if df is None:
        return _NOT_HAD
    if not others:
        return f"this Trust alone, because no other Trust has both {both}"
    counted = "1 other Trust" if others == 1 else f"{others} other Trusts"
    return f"this Trust and {counted} with both {both}"


def _superiority(chance: float | None) -> str:
    if chance is None:
        return _NOT_HAD
    times = "once" if round(100 * chance) == 1 else f"{100 * chance:.0f} times"
    return (
        f"a partner here rates higher than a partner elsewhere {times} in 100, ties counting half"
    )


def _plain(value: float | None) -> str:
    return _NOT_HAD if value is None else number(value, 3)


def _signed(value: float | None) -> str:
    return _NOT_HAD if value is None else signed(value, 3)


def _limits(limits: Limits | None) -> str:
    return _NOT_HAD if limits is None else limits_text(limits, 3)


def _p(value: float | None) -> str:
    if value is None:
        return _NOT_HAD
    return "below 0.0001" if value < 0.0001 else f"{value:.4f}"
