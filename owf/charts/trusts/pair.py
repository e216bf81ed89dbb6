"""Two Trusts side by side: their scores overall and on each theme."""

from collections.abc import Sequence

from markupsafe import Markup

from owf.benchmark.words.findings import Finding
from owf.charts import Chart, Value
from owf.charts.rows import bold, short_name
from owf.charts.verdicts.audiences import TwoMarks, dumbbells
from owf.markup.formatting import score, span


def pair(
    left: Sequence[Finding],
    right: Sequence[Finding],
    title: str,
    table: Markup,
    levels: Sequence[int],
) -> Chart:
    """Both in the same order; ``levels`` are the pack's, lowest first."""
    both = list(zip(left, right, strict=True))
    names = left[0].trust, right[0].trust
    marks = [
        TwoMarks(
            f"{bold(short_name(one.phrase))}  {_symbol_and_score(one)} and "
            f"{_symbol_and_score(two)}",
            one.comparison.score,
            two.comparison.score,
        )
        for one, two in both
    ]
    return Chart(
        title=title,
        alt=" ".join([title, *(_sentence(one, two) for one, two in both)]),
        figure=dumbbells(marks, levels),
        table=table,
        caption=(
            f"The filled circle is {names[0]}, on {span(one.comparison.n for one in left)} sectors "
            f"(n); the open diamond {names[1]}, on {span(one.comparison.n for one in right)}. Each "
            f"is compared with {span(one.comparison.k for one in (*left, *right))} other Trusts "
            "(k), and the two are not tested against each other."
        ),
        numbers=[_file_row(one, two) for one, two in both],
    )


def _symbol_and_score(finding: Finding) -> str:
    return f"{finding.symbol} {score(finding.comparison.score)}"


def _sentence(one: Finding, two: Finding) -> str:
    each = [f"{of.trust} {score(of.comparison.score)} ({of.verdict})" for of in (one, two)]
    return f"{one.title}: {', '.join(each)}."


def _file_row(one: Finding, two: Finding) -> dict[str, Value]:
    row: dict[str, Value] = {"Theme": one.title}
    for found in (one, two):
        row |= {
            f"{found.trust}: score": found.comparison.score,
            f"{found.trust}: sectors (n)": found.comparison.n,
            f"{found.trust}: verdict": str(found.verdict),
        }
    return row
