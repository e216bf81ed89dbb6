"""A verdict as people see it everywhere: its symbol and its word, which open its working."""

from __future__ import annotations

from markupsafe import Markup

from owf.benchmark import DEFAULT_RULES, AnyFinding, Rules, VerdictWord, working_of
from owf.web import html

_DT, _DD = Markup("<dt>"), Markup("<dd>")
_NOTHING = {"not compared", "cannot be calculated"}


def verdict_with_working(
    finding: AnyFinding, rules: Rules = DEFAULT_RULES, word: str = ""
) -> Markup:
    """A verdict whose word opens what it rests on, line by line.

    There is no other way to draw a verdict, so that none is ever shown without its working. The
    symbol is for the eye only, since the word says it. Of all workings on a page one is open at a
    time: in a table it lies over the whole row.

    Args:
        finding: of any kind.
        rules: those with which it was made.
        word: what is shown in place of the verdict's own word.
    """
    # The end tags of dt and dd may be left out, and a page has hundreds of workings. ``join``
    # escapes what is not markup, at a fraction of the time that ``format`` takes.
    lines = html.NOTHING.join(
        part for label, value in working_of(finding, rules) for part in (_DT, label, _DD, value)
    )
    symbol = Markup('<span aria-hidden="true">{} </span>').format(finding.symbol)
    return Markup(
        '<details class="owf-why" name="owf-why"><summary><span class="owf-verdict owf-{}">'
        '{}{}</span><span class="owf-ears"> (working)</span></summary><dl>{}</dl></details>'
    ).format(_css(finding), symbol if finding.symbol else "", word or finding.verdict, lines)


def _css(finding: AnyFinding) -> str:
    verdict = finding.verdict
    if verdict in _NOTHING:
        return "none"
    # An agreed score that is unusual is neither good nor bad.
    direction = verdict.direction if isinstance(verdict, VerdictWord) else 0
    return {1: "up", -1: "down"}.get(direction, "same")
