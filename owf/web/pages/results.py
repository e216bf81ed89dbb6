"""Results: what a Trust's year shows, beside its own years and its region, and inside itself."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from owf import clock
from owf.access import Actor
from owf.access.policy import TRUST_ROLES
from owf.assessment.errors import NotFound
from owf.assessment.results.trust_history import TrustResults
from owf.assessment.results.trust_results import trust_results
from owf.assessment.signing.reopening import sentence
from owf.assessment.start.todo import open_comparisons
from owf.store import get_store
from owf.web.charts.verdicts.grid import verdict_strip
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.tables import key_points
from owf.web.results.inside import all_years, what_moderation_changed, where_partners_stand
from owf.web.results.nothing_yet import not_compared, nothing_signed
from owf.web.results.sections import (
    changes,
    leaders_and_practitioners,
    theme_by_aspect,
    theme_cards,
)
from owf.web.results.selection import Compared, Options, check_same_eyes, trusts_of
from owf.web.widgets.tabs import Parts
from owf.web.widgets.url_state import choose, number_in_address

GLANCE, ASPECTS, INSIDE, YEARS = "glance", "aspects", "inside", "years"
PARTS = {
    GLANCE: "At a glance",
    ASPECTS: "Theme by aspect",
    INSIDE: "Inside the Trust",
    YEARS: "Year on year",
}


def _open(who: Actor, options: Options) -> TrustResults | None:
    """The results that the address names; ``None`` where they are not signed, which is said."""
    own = [int(one) for one in who.scopes(*TRUST_ROLES, scope_kind="trust")]
    trust = number_in_address("trust") or next(
        (one for one, _, _ in options), next(iter(own), None)
    )
    years = [one for number, _, one in options if number == trust]
    year = number_in_address("year") or next(iter(years), clock.today().year)
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


def _again(view: TrustResults, who: Actor) -> TrustResults:
    """The same results for whoever downloads a file of them; raises where they may not."""
    now = trust_results(get_store(), who, view.against.trust.dfe_number, view.against.year)
    check_same_eyes(view.against, now.against)
    return now


def _choices(view: TrustResults, names: Mapping[str, str]) -> None:
    """Which Trust and year; each choice stands in the address."""
    against = view.against
    places = iter(st.columns([2, 1, 2] if len(names) > 1 else [1, 4]))
    if len(names) > 1:
        with next(places):
            choose("trust", "Trust", names, str(against.trust.dfe_number), forgets=["theme"])
    with next(places):
        years = {str(year): str(year) for year in against.signed_years}
        choose("year", "Year", years, str(against.year), forgets=["theme"])


def _heading(view: TrustResults, options: Options, parts: Parts) -> None:
    against = view.against
    html.heading(view.headline, above=f"{against.trust.name}, results of {against.year}")
    html.show(Markup('<p class="owf-lead">{}</p>').format(view.lead))
    _choices(view, trusts_of(against, options))
    reopened = against.reopened
    if reopened is not None and (reopened.signed_again_at is None or against.seen_from_outside):
        html.notice(sentence(reopened))
    if not against.is_compared:
        not_compared(against)
    parts.choose()


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
        "How many verdicts of each kind",
        table_in_fold=True,
    )


def _colophon(view: TrustResults) -> None:
    against = view.against
    signature = against.signature
    levels = against.pack.scale.values
    notes = html.join(
        Markup("<p>{}</p>").format(f"{against.trust.name}'s note: {text}")
        for _, text in against.notes
    )
    html.show(
        Markup(
            '<div class="owf-colophon">{}<p>Signed off on {}, version {}. Everything here is '
            'calculated from what was signed.</p><details class="owf-what"><summary>How to '
            "check that this was not changed</summary><p>Hash of everything that was signed: "
            "<code>{}</code></p></details><p>Levels are {} to {}. “Don't know” and “not "
            "applicable” do not count towards a score.</p></div>"
        ).format(
            notes,
            clock.in_words(signature.signed_at),
            signature.version,
            signature.digest[:16],
            levels[0],
            levels[-1],
        )
    )


def _draw(view: TrustResults, options: Options) -> None:
    def _may(who: Actor) -> TrustResults:
        return _again(view, who)

    compared = Compared(view.against, _may)
    is_compared = view.against.is_compared
    without = () if is_compared else (ASPECTS,)
    parts = Parts.of(PARTS, "Which part of the results", without)
    _heading(view, options, parts)
    if parts.show(GLANCE):
        if is_compared:
            _points(view)
            _counts(view, compared)
        _themes(view)
    if parts.show(ASPECTS) and is_compared:
        theme_by_aspect(view.against)
    if parts.show(INSIDE):
        where_partners_stand(view, _may)
        leaders_and_practitioners(compared)
        what_moderation_changed(view, _may)
    if parts.show(YEARS):
        changes(compared)
        all_years(view.years, compared)
    _colophon(view)


person = signed_in()
comparable = open_comparisons(get_store(), person)
found = _open(person, comparable)
if found is not None:
    _draw(found, comparable)
