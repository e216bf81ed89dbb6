"""A verdict as people see it everywhere: its symbol and its word, which open its working."""

from markupsafe import Markup, escape

from owf.benchmark.agreement.practitioners import GapFinding
from owf.benchmark.comparison.agreed_scores import AgreedFinding
from owf.benchmark.comparison.strengths import StrengthFinding
from owf.benchmark.comparison.workings import AnyFinding, plain_working, working_of
from owf.benchmark.rules import DEFAULT_RULES, Rules, VerdictWord
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.markup.formatting import limits

_DT, _DD = Markup("<dt>"), Markup("<dd>")
_NOTHING = {"not compared", "cannot be calculated"}


def verdict_with_working(
    finding: AnyFinding,
    rules: Rules = DEFAULT_RULES,
    word: str = "",
    *,
    with_limits: bool = True,
) -> Markup:
    """There is no other way to draw a verdict, so that none is shown without its working.

    Nor without its 95% limits, which a table with a column of its own for them leaves out here.
    """
    # A page has hundreds of workings: their end tags may be left out, and all of one is escaped
    # at once, which takes a tenth of the time.
    text = "".join(f"\n{label}\t{value}" for label, value in working_of(finding, rules))
    lines = escape(text).replace("\n", _DT).replace("\t", _DD)
    symbol = Markup('<span aria-hidden="true">{} </span>').format(finding.symbol)
    return Markup(
        '<details class="owf-why" name="owf-why"><summary><span class="owf-verdict owf-{}">'
        '{}{}</span>{}<span class="owf-ears"> (working)</span></summary><div class="owf-working">'
        '<p>{} <a href="/method" target="_self">How results are worked out</a></p><dl>{}</dl></div>'
        "</details>"
    ).format(
        _css(finding),
        symbol if finding.symbol else "",
        word or finding.verdict,
        _limits_beside(finding) if with_limits else "",
        plain_working(finding, rules),
        lines,
    )


def _limits_beside(finding: AnyFinding) -> Markup | str:
    match finding:
        case Finding(comparison=found):
            ci95 = found.ci95
        case ChangeFinding(change=found) | GapFinding(gap=found) | StrengthFinding(strength=found):
            ci95 = found.ci95
        case AgreedFinding():
            ci95 = None
    if ci95 is None:
        return ""
    return Markup(' <span class="owf-limits">{}</span>').format(limits(ci95))


def _css(finding: AnyFinding) -> str:
    verdict = finding.verdict
    if verdict in _NOTHING:
        return "none"
    # An agreed score that is unusual is neither good nor bad.
    direction = verdict.direction if isinstance(verdict, VerdictWord) else 0
    return {1: "up", -1: "down"}.get(direction, "same")
