"""Single questions that stand out against other Trusts' (METHOD 2): a list without verdicts."""

from collections.abc import Sequence

from markupsafe import Markup

from owf.assessment.results.single_items import ItemBeside
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.words.wording import capitalised, counted
from owf.markup.formatting import limits, questions, score, signed
from owf.web.markup import html

MOST_OPEN = 10


def questions_that_stand_out(view: TrustComparison) -> None:
    html.show(
        Markup("<h2>Single questions that stand out</h2><p>{}</p><p>{}</p>{}").format(
            _claim(view), _rule(view), _open_and_folded(view.items.standing_out)
        )
    )


def _claim(view: TrustComparison) -> str:
    found = view.items
    if not found.compared:
        return (
            f"No single question of {view.trust.name} can be compared. This needs "
            f"{view.rules.min_units} sectors here, and {view.rules.min_others} other Trusts that "
            f"publish in full ({found.others or 'none'} here)."
        )
    number = len(found.standing_out)
    if not number:
        return f"None of the {found.compared} questions that can be compared stands out."
    above = sum((one.comparison.difference or 0.0) > 0 for one in found.standing_out)
    where = f"{above or 'none'} above the others, {number - above or 'none'} below"
    return (
        f"{capitalised(counted(number, 'question'))} of the {found.compared} that can be compared "
        f"{_verb(number)}: {where}."
    )


def _rule(view: TrustComparison) -> str:
    if not view.items.compared:
        return "One question is not enough for a verdict. It can only stand out."
    return (
        f"A question stands out where its p, adjusted over all {questions(view.items.compared)}, "
        f"is {view.rules.alpha:g} or less. One question is not enough for a verdict, so it has "
        f"none. Only Trusts that publish in full are included ({view.items.others} others here)."
    )


def _open_and_folded(found: Sequence[ItemBeside]) -> Markup:
    if not found:
        return html.NOTHING
    first, rest = found[:MOST_OPEN], found[MOST_OPEN:]
    shown = _table_of(first, "Questions that stand out, those that differ most first")
    if not rest:
        return shown
    more = f"{capitalised(counted(len(rest), 'more question'))} that {_verb(len(rest))}"
    return html.join((shown, html.fold(more, _table_of(rest, more))))


def _verb(number: int) -> str:
    return "stands out" if number == 1 else "stand out"


def _table_of(questions_found: Sequence[ItemBeside], caption: str) -> Markup:
    def row(one: ItemBeside) -> tuple[str | Markup, ...]:
        found = one.comparison
        return (
            Markup('<strong>{}</strong> <span class="owf-name">{}</span>').format(
                one.item.code, one.item.short_name
            ),
            html.with_small(score(found.score, 2), f"n = {found.n}"),
            html.with_small(score(found.reference, 2), f"k = {found.k}"),
            signed(found.difference),
            limits(found.ci95),
            _p_in_words(found.p_value),
            _p_in_words(found.p_adjusted),
        )

    return html.table(
        caption,
        ("Question", "Here", "Others", "Difference", "95% limits", "p", "p adjusted"),
        map(row, questions_found),
        css="owf-stack owf-loud-questions",
        numeric=frozenset(range(1, 7)),
    )


def _p_in_words(value: float | None) -> str:
    if value is None:
        return "none"
    return "below 0.001" if value < 0.001 else f"{value:.3f}"
