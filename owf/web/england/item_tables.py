"""Question by question: the three tables of 2009 of one question, and the theme around it."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from owf.assessment.disclosure.trusts import FEWEST_TRUSTS
from owf.assessment.results.england import percent
from owf.assessment.results.item_tables import ItemTables, QuestionTables, open_item_tables
from owf.assessment.results.region import region_choices
from owf.benchmark.words.wording import within_sentence
from owf.exchange.csv_file import csv_file
from owf.markup.formatting import TOO_FEW, score, share
from owf.questionnaire import Pack, Theme
from owf.settings import get_settings
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.results.page_opening import theme_choices
from owf.web.widgets.downloads import download
from owf.web.widgets.url_state import IN_ADDRESS, choose

CSV_TOO_FEW = "too few Trusts to show"
CSV_HELD_BACK = "not shown"
NOT_ASKED = "not asked"

Cell = str | int | float


def as_csv(view: ItemTables, *, made_up: bool) -> bytes:
    """Every question's three tables: means with three decimals, shares in whole percent."""
    lines = [dict(_csv_cells(view, one, made_up=made_up)) for one in view.questions.values()]
    return csv_file(list(lines[0]), (list(line.values()) for line in lines))


def _csv_cells(
    view: ItemTables, one: QuestionTables, *, made_up: bool
) -> Iterator[tuple[str, Cell]]:
    part = one.bands.taking_part
    yield "Year", view.year
    yield "Where", view.name
    yield "Theme", view.pack.theme_of(one.item.id).title
    yield "Question", one.item.code
    yield "Permanent id", one.item.id
    yield "Text of the question", one.item.text
    yield "Asked of", "leaders only" if one.is_for_leaders_only else "leaders and practitioners"
    yield "In words", one.sentence
    yield "Trusts that publish in full", view.published
    yield "Trusts in the figures", one.n
    yield "Trusts left out so that no score can be worked out", one.left_out
    yield "Trusts with a score from too few sectors", part.too_few
    yield "Trusts that answered without a level", part.no_score
    yield "Trusts with no leaders answering", part.no_answer
    yield from _band_cells(view, one)
    yield "Mean of Trusts, leaders", _csv_mean(one.leaders.mean)
    yield from _practitioner_cells(one)
    yield from _sector_cells(view.pack, one)
    yield from _count_cells(view, one)
    yield "Made up", "yes" if made_up else "no"


def _band_rows(view: ItemTables, one: QuestionTables) -> list[tuple[str, int]]:
    return [
        *((band.label, number) for band, number in zip(view.bands, one.bands.counts, strict=True)),
        (f"Above {view.pack.scale.midpoint:g}, the midpoint", one.bands.above_midpoint),
    ]


def _answer_rows(view: ItemTables, one: QuestionTables) -> list[tuple[str, int]]:
    levels = zip(view.pack.scale.levels, one.counts.level_counts, strict=True)
    return [
        *((f"{level.value} {level.short}", number) for level, number in levels),
        ("Don't know", one.counts.dont_know),
        ("Not applicable", one.counts.not_applicable),
    ]


def _band_cells(view: ItemTables, one: QuestionTables) -> Iterator[tuple[str, Cell]]:
    *of_bands, (above, number_above) = _band_rows(view, one)
    titled = [(f"averaging {label}", number) for label, number in of_bands]
    for title, number in (*titled, (within_sentence(above), number_above)):
        yield f"Trusts {title}", number if one.is_shown else CSV_TOO_FEW
        yield f"Trusts {title} (%)", percent(number, one.n) if one.is_shown else CSV_TOO_FEW


def _practitioner_cells(one: QuestionTables) -> Iterator[tuple[str, Cell]]:
    theirs = one.practitioners
    cells = (
        (NOT_ASKED,) * 3 if not theirs else (_csv_mean(theirs.mean), theirs.n, theirs.suppressed)
    )
    titles = (
        "Mean of Trusts, practitioners",
        "Trusts in practitioners' mean",
        "Trusts whose practitioners are suppressed",
    )
    yield from zip(titles, cells, strict=True)


def _sector_cells(pack: Pack, one: QuestionTables) -> Iterator[tuple[str, Cell]]:
    found = {sector.sector: sector for sector in one.sectors}
    for sector in pack.sectors:
        theirs = found.get(sector.id)
        held_back = theirs is not None and theirs.is_held_back
        mean = CSV_HELD_BACK if held_back else _csv_mean(theirs.mean if theirs else None)
        yield f"Mean of {sector.title}, leaders", mean
        yield f"Trusts in the mean of {sector.title}", theirs.n if theirs else 0


def _count_cells(view: ItemTables, one: QuestionTables) -> Iterator[tuple[str, Cell]]:
    counts = one.counts
    why_not = CSV_HELD_BACK if one.is_shown else CSV_TOO_FEW
    yield "Trusts whose answers are counted", counts.taking_part.counting
    for label, number in (*_answer_rows(view, one), ("in all", counts.answers)):
        yield f"Answers {within_sentence(label)}", number if one.counts_are_shown else why_not
    mean = counts.mean if one.counts_are_shown else None
    yield "Mean of levels, every partner once", why_not if mean is None else round(mean, 3)


def _csv_mean(mean: float | None) -> Cell:
    return CSV_TOO_FEW if mean is None else round(mean, 3)


ENGLAND = "england"
SECTION = "question-by-question"
QUESTIONS = "questions"
HELD_BACK = Markup('<span class="owf-none">not shown</span>')


@st.fragment
def question_by_question(year: int) -> None:
    # Streamlit's own heading, because the browser scrolls to it where a link names it.
    st.header("Question by question", anchor=SECTION)
    where, theme_column, question_column = st.columns([2, 2, 3])
    with where:
        view = _chosen_place(year)
    with theme_column:
        themes = theme_choices(view.pack, with_overall=False)
        theme = view.pack.theme(choose("theme", "Theme", themes, next(iter(themes))))
    with question_column:
        chosen = _chosen_question(view, theme)
    _show_question(view, theme, chosen, "national")


@st.fragment
def question_of_theme(year: int, region_code: str, theme_id: str) -> None:
    view = open_item_tables(get_store(), signed_in(), year, region_code)
    theme = view.pack.theme(theme_id)
    st.header("Question by question", anchor=SECTION)
    left, _ = st.columns([2, 3])
    with left:
        chosen = _chosen_question(view, theme)
    _show_question(view, theme, chosen, "region")


def _chosen_question(view: ItemTables, theme: Theme) -> QuestionTables:
    items = {item.id: f"{item.code}: {item.short_name}" for item in theme.items}
    return view.questions[choose("question", "Question", items, theme.items[0].id)]


def _show_question(view: ItemTables, theme: Theme, chosen: QuestionTables, page: str) -> None:
    html.show(_question_and_finding(view, chosen))
    if chosen.is_shown:
        left, right = st.columns(2, gap="large")
        with left:
            html.show(_band_table(view, chosen))
            html.show(_count_table(view, chosen))
        with right:
            html.show(_mean_table(view, chosen))
    html.show(_table_of_theme(view, theme, chosen, page))
    made_up = get_settings().demo
    year, region = view.year, view.region_code
    download(
        f"Download all {len(view.questions)} questions, {view.name} {year} (CSV)",
        lambda who: as_csv(open_item_tables(get_store(), who, year, region), made_up=made_up),
        f"questions-{region or ENGLAND}-{year}.csv",
        what="tables of single questions",
    )


def _chosen_place(year: int) -> ItemTables:
    who = signed_in()
    regions = region_choices(get_store(), who).regions
    chosen = choose("region", "Where", {ENGLAND: "England", **regions}, ENGLAND)
    return open_item_tables(get_store(), who, year, None if chosen == ENGLAND else chosen)


def _question_and_finding(view: ItemTables, chosen: QuestionTables) -> Markup:
    published = (
        f"{view.published} of the {view.signed} Trusts that have signed off publish their results "
        f"in full. Only these are included in tables of single questions. {chosen.who_takes_part}"
        if view.signed
        else f"No Trust here has signed off {view.year} yet."
    )
    return Markup(
        '<div class="owf-finding"><p class="owf-code">{}{}</p><p class="owf-text">{}</p>'
        '<p class="owf-lead">{}</p><p>{}</p></div>'
    ).format(
        chosen.item.code,
        ", asked of leaders only" if chosen.is_for_leaders_only else "",
        chosen.item.text,
        chosen.sentence,
        published,
    )


def _band_table(view: ItemTables, chosen: QuestionTables) -> Markup:
    return html.table(
        f"{chosen.item.code}: averages of {chosen.n} Trusts",
        ("Average", "Trusts", "Share of Trusts"),
        _with_shares(_band_rows(view, chosen), chosen.n),
        css="owf-total owf-shares",
        numeric=frozenset({1}),
    )


def _with_shares(rows: Iterable[tuple[str, int]], of: int) -> Iterator[tuple[str, str, Markup]]:
    return ((label, str(number), share(number, of)) for label, number in rows)


def _count_table(view: ItemTables, chosen: QuestionTables) -> Markup:
    counts = chosen.counts
    if not chosen.counts_are_shown:
        return Markup(
            "<p>The answers of partners are not shown here. One or two Trusts have so many "
            "partners that their answers could be worked out.</p>"
        )
    mean = "" if counts.mean is None else f"; their levels average {counts.mean:.2f}"
    trusts = counts.taking_part.counting
    return html.table(
        f"{chosen.item.code}: {counts.answers} answers of partners in {trusts} Trusts{mean}",
        ("Answer", "Partners", "Share of answers"),
        _with_shares(_answer_rows(view, chosen), counts.answers),
        css="owf-shares",
        numeric=frozenset({1}),
    )


def _mean_table(view: ItemTables, chosen: QuestionTables) -> Markup:
    table = html.table(
        f"{chosen.item.code}: mean of Trusts by audience, and of leaders by sector",
        ("Who answered", "Mean", "Trusts"),
        _mean_rows(chosen),
        css="owf-figures owf-means",
        numeric=frozenset({1, 2}),
    )
    return Markup('{}<p class="owf-about">{}</p>').format(table, " ".join(_about_means(chosen)))


def _mean_rows(chosen: QuestionTables) -> Iterator[tuple[str | Markup, ...]]:
    yield Markup("<strong>All leaders</strong>"), score(chosen.leaders.mean, 2), str(chosen.n)
    theirs = chosen.practitioners
    name = Markup("<strong>All practitioners</strong>")
    if theirs is None:
        yield name, Markup('<span class="owf-none">not asked</span>'), "none"
    elif theirs.mean is None:
        yield name, TOO_FEW, str(theirs.having or "none")
    else:
        yield name, score(theirs.mean, 2), str(theirs.n)
    for one in chosen.sectors:
        if one.mean is not None:
            yield one.title, score(one.mean, 2), str(one.n)
        else:
            yield one.title, HELD_BACK if one.is_held_back else TOO_FEW, str(one.having)


def _about_means(chosen: QuestionTables) -> Iterator[str]:
    yield (
        "Each Trust counts once. Practitioners are not shown by sector, because a sector may "
        "have only a few people."
    )
    if chosen.practitioners and chosen.practitioners.why_not_more:
        yield f"Trusts whose practitioners are not in it: {chosen.practitioners.why_not_more}."
    if any(one.mean is None for one in chosen.sectors):
        yield (
            f"A sector with fewer than {FEWEST_TRUSTS} Trusts has no mean. A further sector may "
            "be left out so that its figures cannot be worked out."
        )
    if any(one.n < one.having for one in chosen.sectors if one.mean is not None):
        yield f"A sector's mean is over regions in which {FEWEST_TRUSTS} Trusts or more have it."


def _table_of_theme(view: ItemTables, theme: Theme, chosen: QuestionTables, page: str) -> Markup:
    midpoint = f"{view.pack.scale.midpoint:g}"

    def row(one: QuestionTables) -> tuple[str | Markup, ...]:
        name = _link(view, theme, one, page, is_chosen=one is chosen)
        if not one.is_shown:
            return name, TOO_FEW, str(one.left_out or "none"), TOO_FEW
        return (
            name,
            score(one.leaders.mean, 2),
            str(one.n),
            share(one.bands.above_midpoint, one.n),
        )

    return html.table(
        f"All questions of {theme.title}, {view.name} {view.year}: leaders",
        ("Question", "Mean of Trusts", "Trusts", f"Trusts above {midpoint}"),
        map(row, view.of_theme(theme)),
        css="owf-stack owf-shares owf-questions",
        numeric=frozenset({1, 2}),
    )


def _link(
    view: ItemTables, theme: Theme, one: QuestionTables, page: str, *, is_chosen: bool
) -> Markup:
    query = urlencode(
        {
            "year": view.year,
            "region": view.region_code or ENGLAND,
            "theme": theme.id,
            "question": one.item.id,
            IN_ADDRESS: st.query_params.get(IN_ADDRESS, QUESTIONS),
        }
    )
    return Markup(
        '<a href="/{}?{}#{}" target="_self"{}>{}</a> <span class="owf-name">{}</span>'
    ).format(
        page,
        query,
        SECTION,
        Markup(' aria-current="true"') if is_chosen else html.NOTHING,
        one.item.code,
        one.item.short_name,
    )
