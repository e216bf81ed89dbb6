"""A verdict as people see it everywhere: its symbol and its word, which open its working."""

from markupsafe import Markup, escape

from owf.benchmark.comparison.workings import AnyFinding, plain_working, working_of
from owf.benchmark.rules import DEFAULT_RULES, Rules, VerdictWord

_DT, _DD = Markup("<dt>"), Markup("<dd>")
_NOTHING = {"not compared", "cannot be calculated"}


def verdict_with_working(
    finding: AnyFinding, rules: Rules = DEFAULT_RULES, word: str = ""
) -> Markup:
    """There is no other way to draw a verdict, so that none is shown without its working."""
    # A page has hundreds of workings: their end tags may be left out, and all of one is escaped
    # at once, which takes a tenth of the time.
    text = "".join(f"\n{label}\t{value}" for label, value in working_of(finding, rules))
    lines = escape(text).replace("\n", _DT).replace("\t", _DD)
    symbol = Markup('<span aria-hidden="true">{} </span>').format(finding.symbol)
    return Markup(
        '<details class="owf-why" name="owf-why"><summary><span class="owf-verdict owf-{}">'
        '{}{}</span><span class="owf-ears"> (working)</span></summary><div class="owf-working">'
        "<p>{}</p><dl>{}</dl></div></details>"
    ).format(
        _css(finding),
        symbol if finding.symbol else "",
        word or finding.verdict,
        plain_working(finding, rules),
        lines,
    )


def _css(finding: AnyFinding) -> str:
    verdict = finding.verdict
    if verdict in _NOTHING:
        return "none"
    # An agreed score that is unusual is neither good nor bad.
    direction = verdict.direction if isinstance(verdict, VerdictWord) else 0
    return {1: "up", -1: "down"}.get(direction, "same")
