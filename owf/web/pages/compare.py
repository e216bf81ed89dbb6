"""Compare: a Trust's signed results against its region or England, this year and last."""

from markupsafe import Markup

from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.start.todo import open_comparisons
from owf.benchmark.words.findings import headline
from owf.markup.tables import key_points
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.moderation.families import what_families_said
from owf.web.results.page_opening import (
    ABOUT_CHANCE,
    finding_and_numbers,
    heading_with_lead,
    notes_of_trust,
    notices_and_parts,
    signature_in_words,
)
from owf.web.results.score_tables import own_scores_table, sectors_table, strengths_table
from owf.web.results.sections import (
    agreed_scores,
    all_themes,
    changes,
    leaders_and_practitioners,
    theme_by_aspect,
)
from owf.web.results.selection import Compared, choose_compared, open_compared, trusts_of
from owf.web.results.single_items import questions_that_stand_out
from owf.web.results.trust_by_trust import one_theme
from owf.web.widgets.url_state import Parts

THEMES, ONE, ASPECTS, CHANGE, BEHIND = "themes", "one-theme", "aspects", "change", "behind"
PARTS = {
    THEMES: "All themes",
    ONE: "Trust by Trust",
    ASPECTS: "Theme by aspect",
    CHANGE: "Year on year",
    BEHIND: "Behind the scores",
}


def _points(view: TrustComparison) -> None:
    points = [point for point in view.key_points if point != headline(view.findings)]
    html.show(
        Markup("{}<p>Open any verdict below to see how it was worked out.</p>").format(
            key_points(points)
        )
    )


def _inside(view: TrustComparison) -> None:
    if view.strengths:
        html.show(
            Markup(
                "<h2>Strengths and weaknesses inside {}</h2><p>Each aspect across all themes, "
                "compared with the Trust's own overall score (not with other Trusts).</p>{}"
            ).format(view.trust.name, strengths_table(view))
        )


def _families(view: TrustComparison) -> None:
    if view.families:
        html.show(
            Markup(
                "<h2>What children, young people and parents said</h2><p>The scores on this page "
                "are given by professionals. This is what families told {} in {}.</p>{}"
            ).format(view.trust.name, view.year, what_families_said(view.families, view.pack))
        )


def _own_scores(view: TrustComparison) -> None:
    if not view.scores:
        html.show(
            Markup(
                "<h2>Behind the scores</h2><p>{}has scores from fewer than {} sectors, so only "
                "its own people can see them.</p>"
            ).format(view.trust.name, view.rules.min_units)
        )
        return
    html.show(
        Markup(
            "<h2>Behind the scores</h2><p>The score compared is the mean over sectors, so a "
            "sector with many partners counts no more than a sector with one. The table also "
            "gives the mean over all partners, and how often partners could not answer.</p>{}{}"
        ).format(own_scores_table(view), sectors_table(view))
    )


def _colophon(view: TrustComparison) -> None:
    signed, check = signature_in_words(view)
    html.show(
        Markup(
            '<div class="owf-colophon">{}<p>Compared with {}.</p><p>{} Only signed-off results are '
            "compared. Levels are 1 to 5. “Don't know” and “not applicable” do not count towards a "
            "score.</p>{}{}</div>"
        ).format(
            notes_of_trust(view),
            ", ".join(view.others) or "no other Trust",
            signed,
            ABOUT_CHANCE,
            check,
        )
    )


def _draw(compared: Compared) -> None:
    view = compared.view
    # Where nothing is compared, there is still what the Trust's own scores rest on.
    titles = PARTS if view.is_compared else {one: PARTS[one] for one in (BEHIND, ONE, CHANGE)}
    parts = Parts.of(titles, "Which part of the comparison")
    names = trusts_of(view, options)
    claim, lead = finding_and_numbers(view)
    above = f"{view.trust.name} against {view.comparator}, {view.year}"
    heading_with_lead(claim, above, lead)
    choose_compared(view, names)
    notices_and_parts(view, parts)
    if parts.show(THEMES) and view.is_compared:
        _points(view)
        all_themes(compared)
    if parts.show(ONE):
        one_theme(compared)
    if parts.show(ASPECTS) and view.is_compared:
        theme_by_aspect(view)
        questions_that_stand_out(view)
    if parts.show(CHANGE):
        changes(compared)
    if parts.show(BEHIND):
        _inside(view)
        leaders_and_practitioners(compared)
        if view.is_compared:
            agreed_scores(compared)
        _families(view)
        _own_scores(view)
    _colophon(view)


options = open_comparisons(get_store(), signed_in())
_draw(open_compared(options))
