"""What a verdict rests on, in one plain sentence, which stands before its numbers (METHOD 2)."""

from typing import Any

from owf.benchmark.agreed import AgreedFinding
from owf.benchmark.comparison import Comparison
from owf.benchmark.findings import ChangeFinding, Finding, VerdictFinding
from owf.benchmark.gap_findings import GapFinding
from owf.benchmark.paired import Paired
from owf.benchmark.rules import DEFAULT_RULES, DUST, Rules
from owf.benchmark.sentences import ALL_OF_KIND
from owf.benchmark.strength_findings import StrengthFinding
from owf.benchmark.wording import capitalised, counted, levels_text, number

AnyFinding = Finding | ChangeFinding | GapFinding | StrengthFinding | AgreedFinding

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
