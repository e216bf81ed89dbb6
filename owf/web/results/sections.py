"""The sections of Compare and Results: a Trust against others, last year and its own people."""

from collections.abc import Sequence

from markupsafe import Markup

from owf.assessment.comparability.notes import ChangeNotes
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import Finding
from owf.benchmark.words.key_points import ThemeCard
from owf.benchmark.words.wording import counted, listed
from owf.charts.of_comparison import (
    agreed_and_expected,
    changes_since_last_year,
    headline_gaps,
    leaders_beside_practitioners,
    themes_against,
    why_no_gaps,
)
from owf.charts.verdicts.grid import verdict_grid
from owf.markup.formatting import score
from owf.markup.verdicts import verdict_with_working
from owf.questionnaire import Pack
from owf.web.markup import html
from owf.web.results.score_tables import unusual_table
from owf.web.results.selection import Compared
from owf.web.widgets.chart import drawn_once


def changed_questions(notes: ChangeNotes, pack: Pack) -> Markup:
    without: dict[str, list[str]] = {}
    for theme, why in notes.nothing_for.items():
        without.setdefault(why, []).append(pack.theme(theme).title)
    sentences = [
        notes.about_all,
        *(f"No change is shown on {listed(titles)} ({why})." for why, titles in without.items()),
    ]
    parts = [Markup("<p>{}</p>").format(one) for one in sentences if one]
    if notes.changed:
        parts.append(
            Markup(
                '<details class="owf-what"><summary>What changed in the questions</summary>'
                "<ul>{}</ul></details>"
            ).format(html.join(Markup("<li>{}</li>").format(text) for _, text in notes.changed))
        )
    return html.join(parts)


def all_themes(compared: Compared) -> None:
    view = compared.view
    section = f"All themes against {view.comparator}"
    chart = themes_against(view, drawn_once)
    compared.draw(chart, "all-themes", section=section, notes=_about_sectors_and_spread(view))


def _about_sectors_and_spread(view: TrustComparison) -> Markup:
    """What is not as usual in these comparisons; nothing where all is."""
    tested = [one for one in view.headlines if one.comparison.ci95]
    alone = dict.fromkeys(sector for one in tested for sector in one.comparison.without_counterpart)
    titles = [one.title for one in view.pack.sectors if one.id in alone]
    own = [one for one in tested if one.comparison.own_spread_counts]
    plain = [one for one in tested if not one.comparison.by_sector]
    who = listed(titles)
    if view.seen_from_outside:
        who = counted(len(alone), "sector")
    sentences = (
        f"No other Trust here has a score from {who}, which therefore carries no weight in the "
        "difference."
        if alone
        else "",
        f"Partners of {view.trust.name} differ more than partners elsewhere, so each side's own "
        f"spread counts: {_which(own, tested)}."
        if own
        else "",
        f"Compared without sectors, because no chain of shared sectors links all Trusts: "
        f"{_which(plain, tested)}."
        if plain
        else "",
    )
    return html.join(Markup("<p>{}</p>").format(one) for one in sentences if one)


def _which(some: Sequence[Finding], of_all: Sequence[Finding]) -> str:
    if len(some) == len(of_all):
        return "overall and on every theme"
    return listed([f"on {one.phrase}" if one.phrase else "overall" for one in some])


def changes(compared: Compared) -> None:
    view = compared.view
    section = f"Change since {view.year - 1}"
    if not view.changes:
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, view.no_change_because))
        return
    text = " ".join(one.sentence for one in view.changes if one.kind is GroupKind.OVERALL)
    notes = view.change_notes
    if notes.with_care:
        text += " A dotted line is a theme with a question that can only be compared with care."
    chart = changes_since_last_year(view, drawn_once)
    read_first = Markup("<p>{}</p>{}").format(text, changed_questions(notes, view.pack))
    compared.draw(chart, "change-since-last-year", section=section, notes=read_first)


def leaders_and_practitioners(compared: Compared) -> None:
    view = compared.view
    section = "Leaders and practitioners"
    if not headline_gaps(view):
        html.show(Markup("<h2>{}</h2><p>{}</p>").format(section, why_no_gaps(view)))
        return
    chart = leaders_beside_practitioners(view)
    compared.draw(chart, "leaders-and-practitioners", section=section)


def theme_by_aspect(view: TrustComparison) -> None:
    html.show(
        Markup(
            "<h2>Theme by aspect</h2><p>How {} compares with {}, aspect by aspect. ‘Broadly in "
            "line’ means the scores are about the same. ‘No clear difference’ means the answers "
            "leave it open.</p>{}"
        ).format(
            view.trust.name, view.comparator, verdict_grid(view.findings, view.pack, view.rules)
        )
    )


def agreed_scores(compared: Compared) -> None:
    view = compared.view
    notes = Markup(
        "<p>In moderation, a Trust agrees one level for each question. Only Trusts that publish "
        "in full show their agreed levels to others.</p>"
    )
    section = "Agreed score and expected range"
    chart = agreed_and_expected(view, drawn_once)
    if all(one.score is None for one in view.agreed.values()):
        html.show(Markup("<h2>{}</h2><p>{}</p>{}").format(section, chart.title, notes))
        return
    compared.draw(chart, "agreed-scores", section=section, notes=notes)
    unusual_aspects = unusual_table(view)
    if unusual_aspects:
        html.show(unusual_aspects)


def theme_cards(cards: Sequence[ThemeCard], rules: Rules = DEFAULT_RULES) -> Markup:
    return Markup('<ul class="owf-cards">{}</ul>').format(
        html.join(_card(one, rules) for one in cards)
    )


def _card(card: ThemeCard, rules: Rules) -> Markup:
    return Markup(
        '<li class="owf-card"><h3>{}</h3>{}<div class="owf-card-facts">{}{}{}</div></li>'
    ).format(
        card.finding.title,
        _level(card),
        _line(f"Against {card.finding.comparator}", verdict_with_working(card.finding, rules)),
        _line(*_moved(card, rules)),
        _line("Agreed score", score(card.agreed)) if card.agreed is not None else html.NOTHING,
    )


def _level(card: ThemeCard) -> Markup:
    if card.score is None:
        return Markup('<p class="owf-score"><span class="owf-none">No score</span></p>')
    lowest, highest = card.levels[0], card.levels[-1]
    along = round((card.score - lowest) / (highest - lowest) * 100)
    return Markup(
        '<p class="owf-score"><strong>{}</strong> <span>of {}</span></p>'
        '<span class="owf-along" aria-hidden="true"><span style="width:{}%"></span></span>'
        '<p class="owf-nearest">Nearest to {}, {}</p>'
    ).format(score(card.score), highest, along, card.level, card.level_words)


def _moved(card: ThemeCard, rules: Rules) -> tuple[str, Markup]:
    if card.change is None:
        why = card.no_change_because.rstrip(".")
        return "Since last year", Markup('<span class="owf-none">{}</span>').format(why)
    return f"Since {card.change.years[0]}", verdict_with_working(card.change, rules)


def _line(label: str, value: Markup | str) -> Markup:
    return Markup("<div><span>{}</span><div>{}</div></div>").format(label, value)
