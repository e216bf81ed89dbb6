"""One theme, Trust by Trust: a Trust among the named ones, and their funnel chart."""

from markupsafe import Markup

from owf.assessment.results.standings import Standing
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.order.funnel import Funnel, Lies, funnel_of
from owf.benchmark.words.findings import Finding
from owf.benchmark.words.wording import capitalised
from owf.charts.trusts.caterpillar import MeanLine, caterpillar
from owf.charts.trusts.funnel import funnel
from owf.markup.formatting import score
from owf.markup.verdicts import verdict_with_working
from owf.web.markup import html
from owf.web.results.page_opening import OVERALL, Box, choose_side_by_side, theme_choices
from owf.web.results.selection import Compared
from owf.web.widgets.chart import drawn_once

ABOUT_RANKS = (
    " A rank gives the range of places that a Trust is likely to have among the named Trusts (95%)."
)


def one_theme(compared: Compared) -> None:
    view = compared.view
    html.show(Markup("<h2>One theme, Trust by Trust</h2>"))
    box = Box("theme", "Theme", theme_choices(view.pack), OVERALL)
    (theme,) = choose_side_by_side([box], [2, 3])
    standing = view.standings.on(None if theme == OVERALL else theme)
    (own,) = standing.findings
    if len(standing.places) == 1:
        html.show(
            Markup(
                "<p>No other Trust in this comparison shows its results by name yet, so there is "
                "no chart. Trusts are named when their chair publishes in full.</p>"
            )
        )
        return
    _draw_places(compared, standing, own)
    _draw_funnel(compared, standing, own)


def _draw_places(compared: Compared, standing: Standing, own: Finding) -> None:
    view = compared.view
    mean = _mean_of_others(view, standing, own)
    chart = drawn_once(caterpillar, standing, own.sentence, mean, view.rules)
    drawn = (
        f" {view.trust.name} is marked with its verdict. The other Trusts are shown for "
        "comparison and are not tested here."
        if own.comparison.score is not None
        else ""
    )
    notes = Markup("<p>{}</p><p>{}{}{}</p>").format(
        verdict_with_working(own, view.rules), standing.why, drawn, _about_columns(standing)
    )
    compared.draw(chart, "trusts", notes=notes, table_in_fold=True)


def _about_columns(standing: Standing) -> str:
    shrunken = (
        " In the table, “towards the mean” is each score moved closer to the mean, to allow for "
        "chance."
    )
    has_shrunken = any(place.shrunken is not None for place in standing.places)
    return (shrunken if has_shrunken else "") + (ABOUT_RANKS if standing.by_score else "")


def _mean_of_others(view: TrustComparison, standing: Standing, own: Finding) -> MeanLine:
    """The mean of the others, unnamed ones too, that the verdict is against."""
    found = own.comparison
    if found.reference is None:
        return MeanLine(None, "", f"Too few other Trusts for a mean of {view.comparator}.")
    named = sum(
        place.n >= view.rules.min_units and place.trust != view.trust.dfe_number
        for place in standing.places
    )
    unnamed = f" ({found.k - named} unnamed)" if found.k > named else ""
    label = f"mean of the {found.k} others"
    text = (
        f"The mean of the {found.k} other Trusts (k){unnamed}, for the same sectors as here, is "
        f"{score(found.reference, 2)}."
    )
    return MeanLine(found.reference, label, text)


def _draw_funnel(compared: Compared, standing: Standing, own: Finding) -> None:
    found = _funnel_of(standing, own)
    section = "The same by number of sectors"
    if found is None:
        why = own.comparison.why_not or "too few sectors have a score"
        html.show(
            Markup(
                "<h2>{}</h2><p>A funnel chart needs the mean of the other Trusts and the spread "
                "between sectors within a Trust. It is not shown: {}.</p>"
            ).format(section, why)
        )
        return
    numbers = {one.n for one in found.points}
    if len(numbers) == 1:
        html.show(
            Markup(
                "<h2>{}</h2><p>Each of the {} named Trusts has a score from {} sectors, so nothing "
                "more is to be seen by number of sectors.</p>"
            ).format(section, len(found.points), *numbers)
        )
        return
    mean = f"mean of the {own.comparison.k} others, for the same sectors"
    about = f"On {own.phrase}" if own.phrase else "Overall"
    mine = next(one for one in found.points if one.name == own.trust)
    claim = found.sentence(about)
    if mine.lies is Lies.INSIDE and len({one.lies for one in found.points}) > 1:
        claim += f" {capitalised(own.trust)} lies {mine.in_words}."
    notes = Markup(
        "<p>The fewer sectors a score is based on, the more it varies by chance. This chart is "
        "not a test. A verdict also takes account of how much the other Trusts vary.</p>"
    )
    chart = drawn_once(funnel, found, claim, own.trust, mean)
    compared.draw(chart, "funnel", section=section, notes=notes, table_in_fold=True)


def _funnel_of(standing: Standing, own: Finding) -> Funnel | None:
    found = own.comparison
    if found.reference is None or not found.pooled_sd or not found.residual_df:
        return None
    trusts = {
        place.name: (place.n, place.like_for_like)
        for place in standing.places
        if place.like_for_like is not None and place.limits is not None
    }
    if own.trust not in trusts:
        return None
    return funnel_of(trusts, found.reference, found.pooled_sd, found.residual_df)
