"""England: the share of Trusts making progress, what stands behind it, question by question."""

import streamlit as st
from markupsafe import Markup

from owf.assessment.results.england import Line, Mean, NationView, open_nation, percent
from owf.assessment.results.reference_figures import vacancies, workforce_size
from owf.charts import Chart
from owf.charts.england.bands import bands
from owf.charts.england.participation import participation
from owf.charts.england.reference_figures import vacancy_rates, workforce
from owf.charts.england.regions import regions_beside
from owf.markup.formatting import TOO_FEW, counted, score, share_bar, signed
from owf.markup.tables import theme_tables
from owf.store import get_store
from owf.web.england.item_tables import QUESTIONS, question_by_question
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.results.page_opening import (
    Box,
    choose_side_by_side,
)
from owf.web.results.sections import changed_questions
from owf.web.widgets.chart import chart_block
from owf.web.widgets.url_state import Parts, number_in_address

PROGRESS, THEMES, SINCE, WORKFORCE = "progress", "themes", "since", "workforce"
PARTS = {
    PROGRESS: "Progress",
    THEMES: "Themes and regions",
    SINCE: "Year on year",
    QUESTIONS: "Question by question",
    WORKFORCE: "The workforce",
}


def _two_shares(first: int, second: int) -> Markup:
    return Markup(
        '<div class="owf-halves"><p><strong>{}%</strong> making some or good progress</p>'
        "<p><strong>{}%</strong> considering or planning</p></div>{}"
    ).format(first, second, share_bar(first))


def _headline(view: NationView) -> None:
    shares = html.NOTHING
    if view.progress is not None:
        share = percent(view.progress.at_or_above, view.progress.n)
        shares = _two_shares(share, 100 - share)
    then = view.reported
    html.show(
        Markup(
            '<div class="owf-headline"><section class="owf-now"><h2>Progress in {}</h2>{}<p '
            'class="owf-lead">{}</p><p>{}</p></section><section '
            'class="owf-then"><h2>Reported in {}</h2>{}<p>A published figure, of local '
            "authorities. Source: {}.</p><p>That survey asked different questions, and matching "
            "its answers to our scale is our own judgement. The two figures are not tested "
            "against each other.</p></section></div>"
        ).format(
            view.year,
            shares,
            view.sentence,
            _what_counts(view),
            then.year,
            _two_shares(then.some_or_good, then.planning),
            then.source,
        )
    )


def _what_counts(view: NationView) -> str:
    scale = view.pack.scale
    taking_part = (
        f" Of the {view.england.signed} Trusts that have signed off, {view.progress.n} are in "
        "this figure. See the note at the bottom of the page."
        if view.progress and view.progress.n < view.england.signed
        else ""
    )
    return (
        "A Trust counts as making progress where its overall score is at or above "
        f"{scale.midpoint:g}, the midpoint of the scale of {scale.values[0]} to "
        f"{scale.values[-1]}.{taking_part}"
    )


def _taking_part(view: NationView) -> None:
    chart = participation(view.regions, view.england, view.year)
    _draw_chart(view, chart, "participation", section="Taking part")


def _draw_chart(
    view: NationView, chart: Chart, key: str, *, section: str = "", about: str = ""
) -> None:
    chart_block(
        chart,
        key,
        section=section,
        may=lambda who: open_nation(get_store(), who, view.year),
        about=about or f"England {view.year}",
        table_in_fold=True,
    )


def _progress(view: NationView) -> None:
    if view.progress is None:
        _taking_part(view)
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        _taking_part(view)
    with right:
        chart = bands(view.bands, view.pack.scale.midpoint)
        _draw_chart(view, chart, "bands", section="How Trusts are spread")


def _themes(view: NationView) -> None:
    def row(line: Line) -> tuple[str | Markup, ...]:
        if line.split is None:
            return line.title, TOO_FEW, str(line.mean.n), TOO_FEW
        share = counted(line.split.at_or_above, line.split.n)
        return line.title, score(line.mean.value, 2), str(line.mean.n), share

    html.show(
        Markup(
            "<h2>Themes</h2><p>Each Trust counts once. Means are in levels of the scale.</p>{}"
        ).format(
            html.table(
                f"England by theme, {view.year}",
                ("Theme", "Mean", "Trusts", f"At or above {view.pack.scale.midpoint:g}"),
                map(row, view.lines),
                css="owf-stack owf-themes",
                numeric=frozenset({1, 2}),
            )
        )
    )


def _regions(view: NationView) -> None:
    def cell(mean: Mean) -> Markup:
        if mean.value is None:
            return TOO_FEW
        return Markup('{} <span class="owf-of">({})</span>').format(score(mean.value, 2), mean.n)

    names = {line.key: line.title for line in view.lines}
    html.show(Markup("<h2>Regions side by side</h2>"))
    (chosen,) = choose_side_by_side([Box("score", "Score", names, view.lines[0].key)], [2, 3])
    line = next(one for one in view.lines if one.key == chosen)
    about = f"England {view.year} {line.short_title}"
    _draw_chart(view, regions_beside(view.regions, line), "regions", about=about)
    html.show(
        html.fold(
            "All scores of all regions",
            theme_tables(
                f"Mean scores by region and theme, {view.year}",
                ("Region", *(one.short_title for one in view.lines)),
                (
                    (part.name, *(cell(part.means[one.key]) for one in view.lines))
                    for part in (*view.regions, view.england)
                ),
                before=2,
                css="owf-total owf-regions",
            ),
        )
    )


def _since(view: NationView) -> None:
    section = Markup("<h2>Since {}</h2>").format(view.year - 1)
    if not view.since:
        html.show(Markup("{}<p>{}</p>").format(section, view.no_change_because))
        return
    before, now = view.since
    shares = view.shares_since
    # From the means as they are shown, so that the row adds up for whoever checks it.
    means = [round(one.mean.value or 0.0, 2) for one in view.since]
    html.show(
        Markup("{}<p>{}</p>{}{}").format(
            section,
            view.since_sentence,
            changed_questions(view.since_notes, view.pack),
            html.table(
                "The same Trusts in both years",
                ("Over these Trusts", str(before.year), str(now.year), "Change"),
                (
                    (
                        "Making some or good progress",
                        *(
                            f"{share}% ({one.split.at_or_above} of {one.split.n})"
                            for share, one in zip(shares, view.since, strict=True)
                        ),
                        f"{signed(shares[1] - shares[0], 0)} points",
                    ),
                    (
                        "Mean overall score",
                        *(score(mean, 2) for mean in means),
                        signed(means[1] - means[0]),
                    ),
                ),
                css="owf-stack owf-figures",
                numeric=frozenset({1, 2, 3}),
            ),
        )
    )


def _reference(view: NationView) -> None:
    html.show(
        Markup(
            "<h2>The workforce before the first self-evaluation</h2><p>Published figures from "
            "before the first self-evaluation, for reference only. They are not used in any "
            "comparison.</p>"
        )
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _draw_chart(view, workforce(workforce_size()), "workforce", about="England 2008")
    with right:
        chart = vacancy_rates(vacancies())
        _draw_chart(view, chart, "vacancies", about="England 2004 to 2006")


def _colophon() -> None:
    html.show(
        Markup(
            '<div class="owf-colophon"><p>Only signed-off results count. A Trust is included '
            "if at least three of its sectors have a score. Trusts that only show that they have "
            "finished are counted as signed off, and nothing else. Trusts that are not named are "
            "only included in groups of three or more, so that nobody’s score can be worked out. "
            "This is why the number of Trusts differs from one figure to the next.</p></div>"
        )
    )


def _draw(view: NationView) -> None:
    years = sorted({*view.signed_years, view.year}, reverse=True)
    year = Box("year", "Year", {str(one): str(one) for one in years}, str(view.year))
    html.heading(view.claim, above=f"England, {view.year}")
    choose_side_by_side([year], [1, 5])
    without = () if view.progress is not None else (THEMES, SINCE)
    parts = Parts.of(PARTS, "Which part of the figures", without)
    parts.choose()
    if parts.show(PROGRESS):
        _headline(view)
        _progress(view)
    if view.progress is not None and parts.show(THEMES):
        _themes(view)
        _regions(view)
    if view.progress is not None and parts.show(SINCE):
        _since(view)
    if parts.show(QUESTIONS):
        question_by_question(view.year)
    if parts.show(WORKFORCE):
        _reference(view)
    _colophon()


_draw(open_nation(get_store(), signed_in(), number_in_address("year")))
