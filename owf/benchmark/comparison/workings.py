"""The working behind a verdict, line by line in plain words (METHOD 2)."""

from typing import Any

from owf.benchmark.agreement.practitioners import GapFinding
from owf.benchmark.comparison.agreed_scores import AgreedFinding
from owf.benchmark.comparison.paired import Paired
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.comparison.strengths import StrengthFinding
from owf.benchmark.rules import DEFAULT_RULES, DUST, Limits, Rules, Verdict
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

_NOT_CALCULATED = "cannot be calculated"


def working_of(finding: AnyFinding, rules: Rules = DEFAULT_RULES) -> Lines:
    """What a verdict rests on, label and value, so that a reader can work it out again."""
    match finding:
        case Finding():
            return _comparison_lines(finding, rules)
        case ChangeFinding():
            return _change_lines(finding, rules)
        case GapFinding():
            return _gap_lines(finding, rules)
        case StrengthFinding():
            return _strength_lines(finding, rules)
        case AgreedFinding():
            return _agreed_lines(finding)


def _comparison_lines(finding: Finding, rules: Rules) -> Lines:
    found = finding.comparison
    ways = "the means and the partners' own scores point different ways"
    needed = found.partners_needed
    return _all_lines(
        finding,
        found,
        rules,
        ("Sectors with a score here (n)", str(found.n)),
        ("Other Trusts compared with (k)", str(found.k)),
        ("Score here: mean of its sectors", _number_text(found.score)),
        (_reference_label(found), _number_text(found.reference)),
        ("Difference (d)", _signed_text(found.difference)),
        *_sector_lines(found),
        ("Spread between sectors within a Trust, pooled (s)", _number_text(found.pooled_sd)),
        *_spread_lines(found, found.own_spread_counts),
        *_weight_lines(found),
        what="difference",
        last=(
            (
                "Sectors needed to find a gap of half a level four times in five",
                _NOT_CALCULATED if needed is None else str(needed),
            ),
            ("Partner against partner", _superiority_text(found.probability_of_superiority)),
            *((("Why no direction is given", ways),) if found.contradicted else ()),
        ),
        why="Why it is not compared",
    )


def _reference_label(found: Comparison) -> str:
    if found.by_sector:
        return "The other Trusts, for the same sectors"
    return "Mean of the other Trusts' scores"


def _sector_lines(found: Comparison) -> Lines:
    """How sectors entered, where they did not all alike."""
    if found.difference is None:
        return ()
    if not found.by_sector:
        why = "without sectors: no chain of shared sectors links all these Trusts"
        return (("Compared", why),)
    if found.without_counterpart:
        alone = str(len(found.without_counterpart))
        return (("Sectors here without a counterpart, which carry no weight", alone),)
    return ()


def _weight_lines(found: Comparison) -> Lines:
    """With the spreads they give the standard error and its degrees of freedom."""
    if found.own_weights is None or found.other_weights is None:
        return ()
    weights = f"{found.own_weights:.5f} and {found.other_weights:.5f}"
    freedom = f"{found.own_df or 0:.2f} and {found.others_df or 0:.2f}"
    return (
        ("Squared weights of the scores here and elsewhere", weights),
        ("Degrees of freedom here and elsewhere", freedom),
    )


def _spread_lines(found: Comparison | Paired[Any], own_counts: bool) -> Lines:
    """Whose spread counted, and the test that decided it."""
    if found.spread_p is None or found.ci95 is None:
        return ()
    counted = (
        "each side's own, because partners here differ more than elsewhere"
        if own_counts
        else "the pooled one"
    )
    return (
        ("Spread here", _number_text(found.own_sd)),
        ("Spread in the other Trusts", _number_text(found.others_sd)),
        ("Chance of a spread here at least as much wider (F)", _p_text(found.spread_p)),
        ("Spread that counts", counted),
    )


def _change_lines(finding: ChangeFinding, rules: Rules) -> Lines:
    change = finding.change
    return _all_lines(
        finding,
        change,
        rules,
        ("Sectors with a score in both years (n)", str(change.n)),
        (f"Their mean in {finding.years[0]}", _number_text(change.before)),
        (f"Their mean in {finding.years[1]}", _number_text(change.after)),
        ("Mean change", _signed_text(change.mean_change)),
        ("Spread of changes between sectors within a Trust", _number_text(change.sd)),
        ("The spread is pooled over", _pooled_over(change, "years")),
        *_spread_lines(change, change.own_spread_counts),
        what="change",
    )


def _gap_lines(finding: GapFinding, rules: Rules) -> Lines:
    gap = finding.gap
    return _all_lines(
        finding,
        gap,
        rules,
        ("Sectors with a score from both (n)", str(gap.n)),
        ("Their mean from leaders", _number_text(gap.leaders)),
        ("Their mean from practitioners", _number_text(gap.practitioners)),
        ("Mean gap, leaders minus practitioners", _signed_text(gap.mean_gap)),
        ("Spread of gaps between sectors", _number_text(gap.sd)),
        what="gap",
        questions="Questions that both were asked",
    )


def _strength_lines(finding: StrengthFinding, rules: Rules) -> Lines:
    found = finding.strength
    return _all_lines(
        finding,
        found,
        rules,
        ("Sectors with both scores (n)", str(found.n)),
        ("Their mean on this aspect", _number_text(found.aspect_score)),
        ("Their mean overall", _number_text(found.overall_score)),
        ("Mean difference, aspect minus overall", _signed_text(found.difference)),
        ("Spread of differences between sectors within a Trust", _number_text(found.sd)),
        ("The spread is pooled over", _pooled_over(found, "scores")),
        *_spread_lines(found, found.own_spread_counts),
        *((("The same in the region", finding.as_elsewhere),) if finding.alike else ()),
        what="difference",
    )


def _agreed_lines(finding: AgreedFinding) -> Lines:
    agreed = finding.agreed
    expected = agreed.expected and " to ".join(number(end, 3) for end in agreed.expected)
    return (
        ("Verdict", str(agreed.verdict)),
        ("Questions", str(finding.n_items)),
        ("Agreed score here", _number_text(agreed.score)),
        ("Other Trusts that show an agreed score (k)", str(agreed.k)),
        ("Mean of theirs", _number_text(agreed.mean)),
        ("Spread between them (SD)", _number_text(agreed.sd)),
        ("Expected range: mean ± t × √(1 + 1/k) × SD", expected or _NOT_CALCULATED),
        ("t", "of Student's distribution for 95%, with k − 1 degrees of freedom"),
        ("p", _p_text(agreed.p_value)),
        (f"p adjusted over {ALL_OF_KIND[finding.kind]}", _p_text(agreed.p_adjusted)),
    )


def _all_lines(
    finding: VerdictFinding[Any],
    found: Comparison | Paired[Any],
    rules: Rules,
    *of_this_kind: tuple[str, str],
    what: str,
    last: Lines = (),
    questions: str = "Questions",
    why: str = "Why it cannot be calculated",
) -> Lines:
    return (
        ("Verdict", str(finding.verdict)),
        (questions, str(finding.n_items)),
        *of_this_kind,
        (
            "Degrees of freedom of the spread",
            _NOT_CALCULATED if found.df is None else f"{found.df:.4g}",
        ),
        (f"Standard error of the {what}", _number_text(found.se)),
        (f"95% limits of the {what}", _limits_text(found.ci95)),
        (f"90% limits of the {what}", _limits_text(found.ci90)),
        ("p", _p_text(found.p_value)),
        (f"p adjusted over {ALL_OF_KIND[finding.kind]}", _p_text(found.p_adjusted)),
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
        return _NOT_CALCULATED
    if found.own_spread_counts:
        return "this Trust alone, because it differs more than the others do"
    if not found.others:
        return f"this Trust alone, because no other Trust has both {both}"
    counted = "1 other Trust" if found.others == 1 else f"{found.others} other Trusts"
    return f"this Trust and {counted} with both {both}"


def _superiority_text(chance: float | None) -> str:
    if chance is None:
        return _NOT_CALCULATED
    times = "once" if round(100 * chance) == 1 else f"{100 * chance:.0f} times"
    return (
        f"a partner here rates higher than a partner elsewhere {times} in 100, ties counting half"
    )


def _number_text(value: float | None) -> str:
    return _NOT_CALCULATED if value is None else number(value, 3)


def _signed_text(value: float | None) -> str:
    return _NOT_CALCULATED if value is None else signed(value, 3)


def _limits_text(limits: Limits | None) -> str:
    return _NOT_CALCULATED if limits is None else limits_text(limits, 3)


def _p_text(value: float | None) -> str:
    if value is None:
        return _NOT_CALCULATED
    return "below 0.0001" if value < 0.0001 else f"{value:.4f}"


def plain_working(finding: AnyFinding, rules: Rules = DEFAULT_RULES) -> str:
    """In one sentence, without a term of statistics."""
    match finding:
        case Finding(comparison=found):
            like = " for the same sectors" if found.by_sector else ""
            scores = (
                f"The score here is {{}} and that of {counted(found.k, 'other Trust')}{like} {{}}"
            )
            return _plain_sentence(finding, found, scores, (found.score, found.reference), rules)
        case ChangeFinding(change=change, years=years):
            scores = (
                f"Over the {counted(change.n, 'sector')} that answered in both years the score was "
                f"{{}} in {years[0]} and {{}} in {years[1]}"
            )
            return _plain_sentence(finding, change, scores, (change.before, change.after), rules)
        case GapFinding(gap=gap):
            scores = "Leaders score {} and practitioners {}"
            return _plain_sentence(finding, gap, scores, (gap.leaders, gap.practitioners), rules)
        case StrengthFinding(strength=strength):
            scores = "This aspect scores {} and all questions together {}"
            both = (strength.aspect_score, strength.overall_score)
            return _plain_sentence(finding, strength, scores, both, rules)
        case AgreedFinding():
            return _plain_agreed_sentence(finding)


def _plain_sentence(
    finding: VerdictFinding[Any],
    found: Comparison | Paired[Any],
    scores: str,
    both: tuple[float | None, float | None],
    rules: Rules,
) -> str:
    one, other = both
    if found.ci95 is None or one is None or other is None:
        return f"{capitalised(found.why_not or 'there is too little to compare')}."
    filled_in = scores.format(number(one, 2), number(other, 2))
    return f"{filled_in}, {_what_follows(finding, found, found.ci95, rules)}."


def _what_follows(
    finding: VerdictFinding[Any], found: Comparison | Paired[Any], ci95: Limits, rules: Rules
) -> str:
    low, high = ci95
    slight = levels_text(rules.slight_margin)
    if finding.verdict.direction:
        if min(abs(low), abs(high)) >= rules.slight_margin - DUST:
            return f"further apart than chance explains, by at least {slight}"
        return f"further apart than chance explains, but perhaps by less than {slight}"
    if Verdict.of(finding.verdict) is Verdict.IN_LINE:
        alike = levels_text(rules.in_line_margin)
        return f"so close that the true difference is most likely below {alike} either way"
    if isinstance(found, Comparison) and found.contradicted:
        return "but partner by partner the difference points the other way"
    if low > DUST or high < -DUST:
        return f"which can come about by chance once {ALL_OF_KIND[finding.kind]} are looked at"
    return f"a difference that chance alone can make over {counted(found.n, 'sector')}"


def _plain_agreed_sentence(finding: AgreedFinding) -> str:
    agreed = finding.agreed
    if agreed.expected is None or agreed.score is None:
        return f"{capitalised(agreed.why_not or 'there is too little to compare')}."
    low, high = (number(end, 1) for end in agreed.expected)
    return (
        f"The level agreed here averages {number(agreed.score, 1)}, where a Trust like the "
        f"{counted(agreed.k, 'other Trust')} would nearly always lie between {low} and {high}."
    )
