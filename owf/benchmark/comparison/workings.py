"""The working behind a verdict, line by line in plain words (METHOD 2)."""

from typing import Any

from owf.benchmark.agreement.gaps import GapFinding
from owf.benchmark.comparison.agreed_scores import AgreedFinding
from owf.benchmark.comparison.paired import Paired
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.comparison.strengths import StrengthFinding
from owf.benchmark.rules import DEFAULT_RULES, DUST, Limits, Rules
from owf.benchmark.words.findings import ALL_OF_KIND, ChangeFinding, Finding, VerdictFinding
from owf.benchmark.words.wording import (
    capitalised,
    counted,
    levels_text,
    limits_text,
    number,
    signed,
)

Lines = tuple[tuple[str, str], ...]
AnyFinding = Finding | ChangeFinding | GapFinding | StrengthFinding | AgreedFinding

_NOT_HAD = "cannot be calculated"


def working_of(finding: AnyFinding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict rests on, so that a reader can work it out again.

    Args:
        finding: of any kind.
        rules: those with which it was made.

    Returns:
        Pairs of label and value, numbers in levels of the scale.
    """
    match finding:
        case Finding():
            return comparison_working_of(finding, rules)
        case ChangeFinding():
            return change_working_of(finding, rules)
        case GapFinding():
            return gap_working_of(finding, rules)
        case StrengthFinding():
            return strength_working_of(finding, rules)
        case AgreedFinding():
            return agreed_working_of(finding)


def comparison_working_of(finding: Finding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict on a Trust beside others rests on; as `working_of`."""
    found = finding.comparison
    ways = "the means and the partners' own scores point different ways"
    needed = found.partners_needed
    return _lines(
        finding,
        found,
        rules,
        ("Questions", str(finding.n_items)),
        ("Sectors with a score here (n)", str(found.n)),
        ("Other Trusts compared with (k)", str(found.k)),
        ("Score here: mean of its sectors", _plain(found.score)),
        ("Mean of the other Trusts' scores", _plain(found.reference)),
        ("Difference (d)", _signed(found.difference)),
        ("Spread between sectors within a Trust, pooled (s)", _plain(found.pooled_sd)),
        what="difference",
        last=(
            (
                "Partners needed to settle a gap of half a level",
                _NOT_HAD if needed is None else str(needed),
            ),
            ("Partner against partner", _superiority(found.probability_of_superiority)),
            *((("Why no direction is given", ways),) if found.contradicted else ()),
        ),
        why="Why it is not compared",
    )


def change_working_of(finding: ChangeFinding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict on change rests on; as `working_of`."""
    change = finding.change
    return _lines(
        finding,
        change,
        rules,
        ("Questions", str(finding.n_items)),
        ("Sectors with a score in both years (n)", str(change.n)),
        (f"Their mean in {finding.years[0]}", _plain(change.before)),
        (f"Their mean in {finding.years[1]}", _plain(change.after)),
        ("Mean change", _signed(change.mean_change)),
        ("Spread of changes between sectors within a Trust", _plain(change.sd)),
        ("The spread is pooled over", _pooled_over(change, "years")),
        what="change",
    )


def gap_working_of(finding: GapFinding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict on leaders against practitioners rests on; as `working_of`."""
    gap = finding.gap
    return _lines(
        finding,
        gap,
        rules,
        ("Questions that both were asked", str(finding.n_items)),
        ("Sectors with a score from both (n)", str(gap.n)),
        ("Their mean from leaders", _plain(gap.leaders)),
        ("Their mean from practitioners", _plain(gap.practitioners)),
        ("Mean gap, leaders minus practitioners", _signed(gap.mean_gap)),
        ("Spread of gaps between sectors", _plain(gap.sd)),
        what="gap",
    )


def strength_working_of(finding: StrengthFinding, rules: Rules = DEFAULT_RULES) -> Lines:
    """List what a verdict on an aspect against the overall score rests on; as `working_of`."""
    found = finding.strength
    return _lines(
        finding,
        found,
        rules,
        ("Questions", str(finding.n_items)),
        ("Sectors with both scores (n)", str(found.n)),
        ("Their mean on this aspect", _plain(found.aspect_score)),
        ("Their mean overall", _plain(found.overall_score)),
        ("Mean difference, aspect minus overall", _signed(found.difference)),
        ("Spread of differences between sectors within a Trust", _plain(found.sd)),
        ("The spread is pooled over", _pooled_over(found, "scores")),
        what="difference",
    )


def agreed_working_of(finding: AgreedFinding) -> Lines:
    """List what an unusual agreed score is held against; as `working_of`."""
    agreed = finding.agreed
    expected = agreed.expected and " to ".join(number(end, 3) for end in agreed.expected)
    return (
        ("Verdict", str(agreed.verdict)),
        ("Questions", str(finding.n_items)),
        ("Agreed score here", _plain(agreed.score)),
        ("Other Trusts that show an agreed score (k)", str(agreed.k)),
        ("Mean of theirs", _plain(agreed.mean)),
        ("Spread between them (SD)", _plain(agreed.sd)),
        ("Expected range: mean ± t × √(1 + 1/k) × SD", expected or _NOT_HAD),
        ("t", "of Student's distribution for 95%, with k − 1 degrees of freedom"),
    )


def _lines(
    finding: VerdictFinding[Any],
    found: Comparison | Paired[Any],
    rules: Rules,
    *first: tuple[str, str],
    what: str,
    last: Lines = (),
    why: str = "Why it cannot be calculated",
) -> Lines:
    """What all workings have, with the lines of one kind before and after."""
    return (
        ("Verdict", str(finding.verdict)),
        *first,
        ("Degrees of freedom of the spread", _NOT_HAD if found.df is None else str(found.df)),
        (f"Standard error of the {what}", _plain(found.se)),
        (f"95% limits of the {what}", _limits(found.ci95)),
        (f"90% limits of the {what}", _limits(found.ci90)),
        ("p", _p(found.p_value)),
        (f"p adjusted over {ALL_OF_KIND[finding.kind]}", _p(found.p_adjusted)),
        (
            "Margins",
            f"{levels_text(rules.slight_margin)} from slight to clear, "
            f"{levels_text(rules.in_line_margin)} for alike",
        ),
        ("Largest adjusted p of a difference", f"{rules.alpha:g}"),
        ("Rule version", rules.version),
        *last,
        *(((why, found.why_not),) if found.why_not else ()),
    )


def _pooled_over(found: Paired[Any], both: str) -> str:
    if found.df is None:
        return _NOT_HAD
    if not found.others:
        return f"this Trust alone, because no other Trust has both {both}"
    counted = "1 other Trust" if found.others == 1 else f"{found.others} other Trusts"
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


_ALIKE = "="


def plain_working(finding: AnyFinding, rules: Rules = DEFAULT_RULES) -> str:
    """Say in one sentence, without a term of statistics, why a verdict has its word.

    Args:
        finding: of any kind.
        rules: those with which it was made.
    """
    match finding:
        case Finding(comparison=found):
            scores = (
                f"The score here is {{}} and the mean of {counted(found.k, 'other Trust')} {{}}"
            )
            return _sentence(finding, found, scores, (found.score, found.reference), rules)
        case ChangeFinding(change=change, years=years):
            scores = (
                f"Over the {counted(change.n, 'sector')} that answered in both years the score was "
                f"{{}} in {years[0]} and {{}} in {years[1]}"
            )
            return _sentence(finding, change, scores, (change.before, change.after), rules)
        case GapFinding(gap=gap):
            scores = "Leaders score {} and practitioners {}"
            return _sentence(finding, gap, scores, (gap.leaders, gap.practitioners), rules)
        case StrengthFinding(strength=strength):
            scores = "This aspect scores {} and all questions together {}"
            both = (strength.aspect_score, strength.overall_score)
            return _sentence(finding, strength, scores, both, rules)
        case AgreedFinding():
            return _agreed_sentence(finding)


def _sentence(
    finding: VerdictFinding[Any],
    found: Comparison | Paired[Any],
    scores: str,
    both: tuple[float | None, float | None],
    rules: Rules,
) -> str:
    """Two scores, put into their places, and what follows from them; or why nothing does."""
    one, other = both
    if found.ci95 is None or one is None or other is None:
        return f"{capitalised(found.why_not or 'there is too little to compare')}."
    said = scores.format(number(one, 2), number(other, 2))
    return f"{said}, {_meaning(finding, found, rules)}."


def _meaning(finding: VerdictFinding[Any], found: Comparison | Paired[Any], rules: Rules) -> str:
    """What follows from two scores, after a comma."""
    low, high = found.ci95 or (0.0, 0.0)
    slight = levels_text(rules.slight_margin)
    if finding.verdict.direction:
        if min(abs(low), abs(high)) >= rules.slight_margin - DUST:
            return f"further apart than chance explains, by at least {slight}"
        return f"further apart than chance explains, but perhaps by less than {slight}"
    if finding.verdict.symbol == _ALIKE:
        alike = levels_text(rules.in_line_margin)
        return f"so close that the true difference is most likely below {alike} either way"
    if isinstance(found, Comparison) and found.contradicted:
        return "but partner by partner the difference points the other way"
    if low > DUST or high < -DUST:
        return f"which can come about by chance once {ALL_OF_KIND[finding.kind]} are looked at"
    return f"a difference that chance alone can make over {counted(found.n, 'sector')}"


def _agreed_sentence(finding: AgreedFinding) -> str:
    agreed = finding.agreed
    if agreed.expected is None or agreed.score is None:
        return f"{capitalised(agreed.why_not or 'there is too little to compare')}."
    low, high = (number(end, 1) for end in agreed.expected)
    return (
        f"The level agreed here averages {number(agreed.score, 1)}, where a Trust like the "
        f"{counted(agreed.k, 'other Trust')} would nearly always lie between {low} and {high}."
    )
