"""How results are worked out, on one page, in plain words (METHOD)."""

from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.agreement.practitioners import FEWEST_PERSONS
from owf.benchmark.rules import Verdict
from owf.benchmark.words.wording import counted, levels_text
from owf.reports.model import Column, Note, Paragraph, Points, Section, Table, table_of

_MEANS = {
    Verdict.AHEAD: "Higher than chance explains, by at least {slight}.",
    Verdict.SLIGHTLY_AHEAD: "Higher than chance explains, but perhaps by less than {slight}.",
    Verdict.IN_LINE: "Shown to be alike: the true difference is most likely below {alike}.",
    Verdict.NO_CLEAR_DIFFERENCE: "The limits are too wide to tell. It may be large or small.",
    Verdict.SLIGHTLY_BEHIND: "Lower than chance explains, but perhaps by less than {slight}.",
    Verdict.BEHIND: "Lower than chance explains, by at least {slight}.",
    Verdict.NOT_COMPARED: "Too few sectors or other Trusts, or nobody differs anywhere.",
}


def verdicts_table(view: TrustComparison) -> Table:
    slight = levels_text(view.rules.slight_margin)
    alike = levels_text(view.rules.in_line_margin)
    rows = [
        (f"{verdict.symbol} {verdict}".strip(), means.format(slight=slight, alike=alike))
        for verdict, means in _MEANS.items()
    ]
    columns = (Column("Verdict", width=1.4), Column("What it means", width=4))
    return table_of("The seven verdicts", columns, rows, sheet="Verdicts in words")


def method_section(view: TrustComparison) -> Section:
    rules, levels = view.rules, view.pack.scale.values
    return Section(
        "How the results are worked out",
        (
            Paragraph(
                f"A score is a mean of levels from {levels[0]} to {levels[-1]}. “Don't know” and "
                "“not applicable” are counted and enter no mean. Partners of one sector are "
                "averaged first, so forty schools count as much as one police service. The score "
                "of the Trust is the mean of its sectors. The agreed score is the mean of the "
                "levels that the steering group agreed. It is given with the partners' score and "
                "is never mixed with it."
            ),
            Paragraph(
                "Sectors rate differently everywhere. So the Trust is compared with the others as "
                "if all had its sectors, and it is left out of what it is compared with. A "
                f"comparison needs at least {rules.min_units} sectors here and "
                f"{rules.min_others} other Trusts with as many. Limits show how far chance could "
                "move a difference: 95% limits include the true difference 95 times in 100."
            ),
            verdicts_table(view),
            Points(
                (
                    "All themes are tested together, and so are all aspects and all aspects of "
                    f"single themes. The adjusted p must be at most {rules.alpha:g}. Still, about "
                    "one report in nine shows something where all Trusts are alike.",
                    "A change since last year counts only sectors that answered in both years, on "
                    "questions that mean the same. A trend needs five years.",
                    f"Fewer than {counted(rules.min_units, 'sector')}: the score is for the Trust "
                    f"alone. Fewer than {counted(FEWEST_PERSONS, 'practitioner')}: the figure is "
                    "shown to nobody. What is missing is said in words and never shown as zero.",
                    "Single questions have no verdict. One can only stand out, with its p adjusted "
                    "over all questions.",
                )
            ),
            Paragraph(
                "What is not claimed: that a level is right, since partners rate themselves; why a "
                "Trust is ahead or behind, or whether children are better off for it; what "
                "partners would have said who did not answer; that an action caused a change."
            ),
            Note(
                f"Rules of calculation, version {rules.version}. The page Method of the service "
                "has all of it, with a worked example and how often it is wrong."
            ),
        ),
        claim=(
            "Scores are what partners say about themselves; limits say how far chance could move "
            "them."
        ),
    )
