"""Compare: a Trust's signed results against its region or England, this year and last."""

from __future__ import annotations

from typing import TypeAlias

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.assessment.comparing import COMPARATORS, MOST_PEERS, compare_with
from owf.assessment.refusals import NotFound
from owf.assessment.reopening import sentence
from owf.assessment.trust_comparison import TrustComparison
from owf.assessment.work import open_comparisons
from owf.benchmark import GroupKind, changes_in_one_line, headline, in_one_line
from owf.store import get_store
from owf.web import html
from owf.web.charts import CONFIG, Chart
from owf.web.charts.audiences import audiences
from owf.web.charts.differences import differences
from owf.web.charts.slopes import MOST_DRAWN, slopes
from owf.web.charts.verdict_grid import verdict_grid
from owf.web.components.behind import (
    beside_table,
    own_scores_table,
    sectors_table,
    strengths_table,
    unusual_table,
)
from owf.web.components.changed_questions import changed_questions
from owf.web.components.choosing import choose, number_in_address
from owf.web.components.families import what_families_said
from owf.web.frame import signed_in

PEERS = "peers"
Options: TypeAlias = tuple[tuple[int, str, int], ...]


def _open(options: Options) -> TrustComparison:
    who = signed_in()
    trust = number_in_address("trust")
    year = number_in_address("year")
    if trust is None:
        if not options:
            raise NotFound(
                "No Trust whose results you may open has signed off yet. The chair signs on the "
                "sign-off page once every partner has submitted."
            )
        trust = options[0][0]
    if year is None:
        years = [one for number, _, one in options if number == trust]
        year = years[0] if years else clock.today().year
    comparator = st.query_params.get("with", COMPARATORS[0])
    # While nobody is picked yet, the page shows the region and asks for Trusts.
    if comparator not in COMPARATORS or (comparator == PEERS and not _peers()):
        comparator = COMPARATORS[0]
    return compare_with(get_store(), who, trust, year, comparator, peers=_peers())


def _peers() -> tuple[int, ...]:
    """The Trusts picked by hand, as the address names them: ``peers=821-822-823``."""
    parts = st.query_params.get("peers", "").split("-")
    return tuple(int(one) for one in parts if one.isascii() and one.isdigit() and len(one) == 3)


def _choices(view: TrustComparison, options: Options) -> None:
    """Which Trust, year and comparator; each choice stands in the address."""
    trusts = dict.fromkeys((number, name) for number, name, year in options if year == view.year)
    names = {str(number): name for number, name in trusts}
    names.setdefault(str(view.trust.dfe_number), view.trust.name)
    against = {"region": view.trust.region_name, "england": "England"}
    if view.has_neighbours:
        against["neighbours"] = "Statistical neighbours"
    against[PEERS] = "Trusts that I choose"
    places = iter(st.columns([2, 1, 2] if len(names) > 1 else [1, 2, 2]))
    if len(names) > 1:
        with next(places):
            choose("trust", "Trust", names, str(view.trust.dfe_number))
    with next(places):
        years = {str(year): str(year) for year in view.signed_years}
        choose("year", "Year", years, str(view.year))
    with next(places):
        wanted = choose("with", "Compared with", against, view.comparator_kind)
    if wanted == PEERS:
        _pick_peers(view)


def _pick_peers(view: TrustComparison) -> None:
    """Which Trusts, among those published in full; the choice stands in the address."""
    names = dict(view.to_pick_from)

    def _keep() -> None:
        st.query_params["peers"] = "-".join(str(one) for one in st.session_state["pick-peers"])

    st.session_state["pick-peers"] = [one for one in _peers() if one in names]
    st.multiselect(
        "Trusts to compare with: at least five",
        list(names),
        format_func=names.__getitem__,
        key="pick-peers",
        on_change=_keep,
        max_selections=MOST_PEERS,
    )


def _draw(chart: Chart, section: str, name: str, notes: Markup = html.NOTHING) -> None:
    html.show(Markup("<h2>{}</h2><p>{}</p>{}").format(section, chart.title, notes))
    with st.container(key=f"chart-{name}"):
        st.plotly_chart(chart.figure, theme=None, config=CONFIG, alt=chart.alt)
    html.show(chart.table)


def _heading_and_points(view: TrustComparison) -> None:
    overall = view.findings[0]
    html.heading(overall.claim, above=f"{view.trust.name} against {view.comparator}, {view.year}")
    numbers = overall.sentence.removeprefix(overall.claim).lstrip(": ")
    html.show(Markup('<p class="owf-lead">{}</p>').format(numbers[:1].upper() + numbers[1:]))
    _choices(view, options)
    if view.reopened is not None and (
        view.reopened.signed_again_at is None or view.seen_from_outside
    ):
        html.notice(sentence(view.reopened))
    points = [point for point in view.key_points if point != headline(view.findings)]
    html.show(
        Markup(
            '<section class="owf-points"><h2>Key points</h2><ul>{}</ul></section>'
            "<p>Open any verdict below to see the numbers and the rule behind it.</p>"
        ).format(html.join(Markup("<li>{}</li>").format(point) for point in points))
    )


def _themes(view: TrustComparison) -> None:
    shown = [one for one in view.findings if one.kind in {GroupKind.OVERALL, GroupKind.THEME}]
    some = shown[0].comparison
    title = (
        f"Each mark is {view.trust.name}'s difference from the mean of the {some.k} other Trusts: "
        "the thin bar is its 95% limits, the thick bar its 90% limits. Ahead or behind: the thin "
        "bar keeps clear of zero. Broadly in line: it does not, and the thick bar lies wholly "
        f"within the grey band. Scores rest on {some.n} sectors here."
    )
    _draw(differences(shown, title, view.rules), in_one_line(view.findings), "differences")
    html.show(beside_table(view))


def _grid(view: TrustComparison) -> None:
    html.show(
        Markup(
            "<h2>Theme by aspect</h2><p>Where {} stands against {}, aspect by aspect. ‘Broadly in "
            "line’ means shown to be alike; ‘no clear difference’ means that there are too few "
            "answers to tell.</p>{}"
        ).format(
            view.trust.name, view.comparator, verdict_grid(view.findings, view.pack, view.rules)
        )
    )


def _changes(view: TrustComparison) -> None:
    section = f"Change since {view.year - 1}"
    if not view.changes:
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, view.no_change_because))
        return
    themes = [one for one in view.changes if one.kind is GroupKind.THEME]
    overall = [one for one in view.changes if one.kind is GroupKind.OVERALL]
    title = f"{section}: {changes_in_one_line(view.changes)}"
    said = " ".join(one.sentence for one in overall)
    notes = view.change_notes
    if len(themes) > MOST_DRAWN:
        said += f" The {MOST_DRAWN} themes that moved most are drawn; all are in the table."
    if notes.with_care:
        said += " A dashed line is a theme with a question that is compared with care."
    chart = slopes(themes, said, overall, view.rules, dashed=notes.with_care)
    _draw(chart, title, "changes", changed_questions(notes, view.pack))


def _audiences(view: TrustComparison) -> None:
    """The practitioners' row beside the leaders', with the gap."""
    if not view.practitioners:
        html.show(
            Markup(
                "<h2>Leaders and practitioners</h2><p>No practitioner of {} responded in {}.</p>"
            ).format(view.trust.name, view.year)
        )
        return
    shown = [one for one in view.gaps if one.kind in {GroupKind.OVERALL, GroupKind.THEME}]
    if not shown:
        html.show(
            Markup(
                "<h2>Leaders and practitioners</h2><p>Too few partners of {} have both, so nothing "
                "is shown here.</p>"
            ).format(view.trust.name)
        )
        return
    title = (
        "● Leaders answer for their organisation, ◇ practitioners each for themselves. Both rest "
        "on the questions that both were asked, and on sectors from which both answered."
    )
    overall = next((one.sentence for one in shown if one.kind is GroupKind.OVERALL), title)
    chart = audiences(shown, view.practitioners, f"{overall} {title}", view.rules)
    _draw(chart, "Leaders and practitioners", "audiences")


def _inside(view: TrustComparison) -> None:
    """What the Trust is better and worse at than it is overall."""
    if view.strengths:
        html.show(
            Markup(
                "<h2>Strengths and weaknesses inside {}</h2><p>Each aspect over all themes that "
                "have it, against the Trust's own overall score and not against others.</p>{}"
            ).format(view.trust.name, strengths_table(view))
        )


def _families(view: TrustComparison) -> None:
    """What children, young people and parents said, beside what professionals score."""
    if view.families:
        html.show(
            Markup(
                "<h2>What children, young people and parents said</h2><p>The scores on this page "
                "are professionals' own. Beside them, what families told {} in {}.</p>{}"
            ).format(view.trust.name, view.year, what_families_said(view.families, view.pack))
        )


def _own_scores(view: TrustComparison) -> None:
    html.show(
        Markup(
            "<h2>Behind the scores</h2><p>The score that is compared is the mean over sectors, so "
            "that many partners of one sector count no more than one. Beside it: the mean over all "
            "partners, what the Trust agreed, and how often partners could not say. An agreed "
            "score is unusual where it lies outside the range to be expected from those of the "
            "other Trusts that have published in full.</p>{}{}{}"
        ).format(own_scores_table(view), unusual_table(view), sectors_table(view))
    )


def _colophon(view: TrustComparison) -> None:
    signature = view.signature
    notes = html.join(
        Markup("<p>{}</p>").format(f"{view.trust.name}'s note: {text}") for _, text in view.notes
    )
    html.show(
        Markup(
            '<div class="owf-colophon">{}<p>Compared with {}.</p><p>Signed off on {}, version {}; '
            "hash <code>{}</code>. Only signed-off results are compared. Levels run from 1 to 5; "
            "“don't know” and “not applicable” enter no score.</p></div>"
        ).format(
            notes,
            ", ".join(view.others) or "no other Trust",
            clock.in_words(signature.signed_at),
            signature.version,
            signature.digest[:16],
        )
    )


options = open_comparisons(get_store(), signed_in())
view = _open(options)
_heading_and_points(view)
_themes(view)
_grid(view)
_changes(view)
_inside(view)
_audiences(view)
_families(view)
_own_scores(view)
_colophon(view)
