"""The partners of a round in one table: who answers, how far, and when something last happened."""

from urllib.parse import urlencode

from markupsafe import Markup

from owf import clock
from owf.assessment.asked_items import Progress
from owf.assessment.rounds.progress import PartnerInRound, RunningRound
from owf.assessment.states import ReturnState
from owf.benchmark.words.wording import listed
from owf.web.markup import html

_TAGS = {ReturnState.SUBMITTED: "owf-done", ReturnState.APOLOGIES: "owf-open"}


def round_table(view: RunningRound) -> Markup:
    return html.table(
        f"{view.round.trust_name} {view.round.year}: {len(view.partners)} partners",
        ("Partner", "Who answers", "State", "Progress", "Last activity"),
        (
            (
                _partner(view, one),
                _people(one),
                _state(view, one),
                _progress(view, one),
                clock.in_words(one.last_activity) if one.last_activity else "none yet",
            )
            for one in view.partners
        ),
        css="owf-round owf-stack",
    )


def _partner(view: RunningRound, one: PartnerInRound) -> Markup:
    # Where the partner is called as its sector is, saying so twice helps nobody.
    link, sector = partner_link(view, one), one.facts.sector_title
    is_same = sector.casefold() == one.facts.partner_name.casefold()
    small = [] if is_same else [sector]
    small += [f"formerly {listed(one.formerly)}"] if one.formerly else []
    small += [f"now called {one.now_called}"] if one.now_called else []
    return html.with_small(link, "; ".join(small)) if small else link


def partner_link(view: RunningRound, one: PartnerInRound) -> Markup:
    query = urlencode(
        {"trust": view.round.trust, "year": view.round.year, "partner": one.facts.partner_id}
    )
    return Markup('<a href="/round?{}" target="_self">{}</a>').format(query, one.facts.partner_name)


def _people(one: PartnerInRound) -> Markup:
    if not one.people:
        return Markup('<span class="owf-none">nobody</span>')
    return html.join(
        Markup('<span class="owf-lead-person">{}</span>').format(person.name)
        for person in one.people
    )


def _state(view: RunningRound, one: PartnerInRound) -> Markup:
    tag = html.tag(one.state_in_words, _TAGS.get(one.state, ""))
    if one.is_waited_for and one.closes != view.round.closes:
        return html.with_small(tag, f"until {clock.day_in_words(one.closes)}")
    return tag


def _progress(view: RunningRound, one: PartnerInRound) -> Markup:
    names = {
        theme: Markup(" (for {})").format(asked.name) for theme, asked in one.delegated.items()
    }
    lines = html.join(
        Markup("<li><span>{}{}</span>{}</li>").format(
            theme.short_title, names.get(theme.id, ""), bar(one.by_theme[theme.id])
        )
        for theme in view.asked_of(one)
    )
    return Markup(
        '<details class="owf-by-theme"><summary>{}</summary><ul>{}</ul></details>'
    ).format(bar(one.progress), lines)


def progress_by_theme(view: RunningRound, one: PartnerInRound) -> Markup:
    return html.table(
        f"{one.facts.partner_name}, theme by theme",
        ("Theme", "Answered", "Handed over to"),
        (
            (
                theme.title,
                bar(one.by_theme[theme.id]),
                one.delegated[theme.id].name if theme.id in one.delegated else "nobody",
            )
            for theme in view.asked_of(one)
        ),
        css="owf-round owf-stack",
    )


def bar(done: Progress) -> Markup:
    share = 100 * done.answered / max(done.of, 1)
    return Markup(
        '<span class="owf-mini"><span class="owf-bar" aria-hidden="true">'
        '<span style="width:{:.0f}%"></span></span><span>{} of {}</span></span>'
    ).format(share, done.answered, done.of)


def theme_table(view: RunningRound) -> Markup:
    rows = []
    for theme in view.pack.themes:
        asked = [one for one in view.partners if theme.id in one.by_theme and not one.facts.apology]
        done = sum(one.by_theme[theme.id].is_complete for one in asked)
        missing = [
            one.facts.partner_name for one in asked if not one.by_theme[theme.id].is_complete
        ]
        rows.append((theme.title, bar(Progress(done, len(asked))), ", ".join(missing) or "nobody"))
    return html.table(
        "Partners who have answered all of a theme",
        ("Theme", "Partners", "Still to answer"),
        rows,
        css="owf-round owf-stack",
    )
