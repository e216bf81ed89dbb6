"""Results: a Trust's year against its own years and its region, and inside itself."""

from markupsafe import Markup

from owf.access import Actor
from owf.access.policy import TRUST_ROLES
from owf.assessment.errors import NotFound
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_results import TrustResults, trust_results
from owf.assessment.start.todo import open_comparisons
from owf.charts.verdicts.grid import verdict_strip
from owf.markup.tables import key_points
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.results.inside import all_years, what_moderation_changed, where_partners_stand
from owf.web.results.nothing_yet import nothing_signed
from owf.web.results.page_opening import (
    ABOUT_CHANCE,
    choose_side_by_side,
    heading_with_lead,
    notes_of_trust,
    notices_and_parts,
    signature_in_words,
)
from owf.web.results.sections import (
    changes,
    leaders_and_practitioners,
    theme_by_aspect,
    theme_cards,
)
from owf.web.results.selection import (
    Compared,
    Options,
    check_same_eyes,
    trust_and_year_boxes,
    trust_and_year_named,
    trusts_of,
)
from owf.web.widgets.url_state import Parts

GLANCE, ASPECTS, INSIDE, YEARS = "glance", "aspects", "inside", "years"
PARTS = {
    GLANCE: "At a glance",
    ASPECTS: "Theme by aspect",
    INSIDE: "Inside the Trust",
    YEARS: "Year on year",
}


def _open(who: Actor, options: Options) -> TrustResults | None:
    own = next(map(int, who.scopes(*TRUST_ROLES, scope_kind="trust")), None)
    trust, year, years = trust_and_year_named(options, own)
    if trust is None:
        why = (
            "No Trust whose results you can open has signed off yet. The chair can sign when "
            "every partner has submitted and all levels are agreed."
        )
        nothing_signed(who, trust, year, why)
        return None
    try:
        return trust_results(get_store(), who, trust, year)
    except NotFound as missing:
        nothing_signed(who, trust, year, str(missing), years)
        return None


def _points(view: TrustResults) -> None:
    on_cells = (
        html.fold("On single aspects of themes", html.bullet_list(view.points_on_cells))
        if view.points_on_cells
        else html.NOTHING
    )
    html.show(key_points(view.key_points, "Key learning points", on_cells))


def _themes(view: TrustResults) -> None:
    against = view.against
    html.show(
        Markup(
            "<h2>Each theme at a glance</h2><p>{} The large number is the mean of the partners' "
            "own answers. The agreed score is the mean of the levels that the steering group "
            "agreed. Open any verdict to see how it was worked out.</p>{}"
        ).format(view.themes.sentence, theme_cards(view.cards, against.rules))
    )


def _counts(view: TrustResults, compared: Compared) -> None:
    overall = view.against.findings[0].comparison
    compared.draw(
        verdict_strip(
            view.cells,
            f"n = {overall.n} sectors here, k = {overall.k} other Trusts of "
            f"{view.against.comparator}. A cell can have fewer.",
        ),
        "verdict-counts",
        section="How many verdicts of each kind",
        table_in_fold=True,
    )


def _colophon(against: TrustComparison) -> None:
    levels = against.pack.scale.values
    signed, check = signature_in_words(against)
    html.show(
        Markup(
            '<div class="owf-colophon">{}<p>{} Everything here is calculated from what was signed.'
            "</p>{}{}<p>Levels are {} to {}. “Don't know” and “not applicable” do not count "
            "towards a score.</p></div>"
        ).format(notes_of_trust(against), signed, check, ABOUT_CHANCE, levels[0], levels[-1])
    )


def _draw(view: TrustResults) -> None:
    against = view.against

    def _may(who: Actor) -> TrustResults:
        now = trust_results(get_store(), who, against.trust.dfe_number, against.year)
        check_same_eyes(against, now.against)
        return now

    compared = Compared(against, _may)
    without = () if against.is_compared else (ASPECTS,)
    parts = Parts.of(PARTS, "Which part of the results", without)
    names = trusts_of(against, comparable)
    choices = trust_and_year_boxes(against, names, forgets=["theme"])
    widths = [2, 1, 2] if len(choices) > 1 else [1, 4]
    above = f"{against.trust.name}, results of {against.year}"
    heading_with_lead(view.headline, above, view.lead)
    choose_side_by_side(choices, widths)
    notices_and_parts(against, parts)
    if parts.show(GLANCE):
        if against.is_compared:
            _points(view)
            _counts(view, compared)
        _themes(view)
    if parts.show(ASPECTS) and against.is_compared:
        theme_by_aspect(against)
    if parts.show(INSIDE):
        where_partners_stand(view, _may)
        leaders_and_practitioners(compared)
        what_moderation_changed(view, _may)
    if parts.show(YEARS):
        changes(compared)
        all_years(view.years, compared)
    _colophon(against)


person = signed_in()
comparable = open_comparisons(get_store(), person)
opened = _open(person, comparable)
if opened is not None:
    _draw(opened)
