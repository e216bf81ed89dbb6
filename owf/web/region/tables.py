"""A region's Trusts in tables: by theme, over two years, and two of them side by side."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from owf.assessment.results.region_view import Participant, RegionView, TrustInRegion
from owf.assessment.results.standings import MeanOfTwoYears, why_nothing
from owf.benchmark.rules import Rules
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.benchmark.words.wording import counted, within_sentence
from owf.charts.trusts.caterpillar import ranks_in_words
from owf.markup.formatting import score, signed
from owf.markup.tables import MOST_THEMES, theme_tables
from owf.markup.verdicts import verdict_with_working
from owf.web.markup import html

TOO_FEW_TRUSTS = Markup('<span class="owf-none">too few Trusts</span>')

_MEANING = (
    ("▲ ▼", "ahead, behind", "more than chance, by at least {slight}"),
    ("△ ▽", "slightly ahead, slightly behind", "more than chance, perhaps by less than {slight}"),
    ("=", "broadly in line", "about the same: they differ by less than {alike}"),
    ("○", "no clear difference", "the answers leave it open"),
    ("▨", "not compared", "fewer than {units} sectors here, or fewer than {others} other Trusts"),
)


def participation_list(participants: Sequence[Participant]) -> Markup:
    return Markup('<ul class="owf-participants">{}</ul>').format(
        html.join(
            Markup('<li class="{}"><strong>{}</strong> <span>{}{}</span></li>').format(
                "owf-has-signed" if one.signed_at else "owf-not-signed",
                one.name,
                one.sentence,
                "" if one.is_named or one.signed_at is None else ", not named here",
            )
            for one in participants
        )
    )


def meaning_of_words(view: RegionView) -> Markup:
    rules = view.rules
    return Markup('<dl class="owf-meanings">{}</dl>').format(
        html.join(
            Markup('<div><dt><span aria-hidden="true">{}</span> {}</dt><dd>{}</dd></div>').format(
                symbols,
                words,
                meaning.format(
                    slight=f"{rules.slight_margin:g} of a level",
                    alike=f"{rules.in_line_margin:g} of a level",
                    units=rules.min_units,
                    others=rules.min_others,
                ),
            )
            for symbols, words, meaning in _MEANING
        )
    )


def standing_grid(view: RegionView) -> Markup:
    overall = view.standings[0]
    rows = [
        (
            _trust_link(view, one.name, one.trust, place.ranks),
            *(_verdict_and_score(finding, view.rules) for finding in one.headline),
        )
        for one, place in zip(view.trusts, overall.places, strict=True)
    ]
    means = (
        (
            _mean_of_region(view),
            *(
                TOO_FEW_TRUSTS
                if standing.mean.value is None
                else html.with_small(
                    Markup("<strong>{}</strong>").format(score(standing.mean.value)),
                    _of_trusts(standing.mean.trusts, standing.mean.unnamed),
                )
                for standing in view.standings
            ),
        ),
    )
    return theme_tables(
        f"Each Trust against the rest of {view.region}, {view.year}, and its score",
        ("Trust", *_subjects(view)),
        (*rows, *means),
        before=2,
        css="owf-standings owf-stack",
    )


def change_grid(view: RegionView) -> Markup:
    """In order of name: the order of this year's scores would look like one of the changes."""
    nothing = view.change_notes.nothing_for
    subjects = {
        one.group: title
        for one, title in zip(view.standings, _subjects(view), strict=True)
        if one.group.theme not in nothing
    }
    rows = [
        (_trust_link(view, one.name, one.trust), *_change_cells(one, subjects, view.rules))
        for one in sorted(view.trusts, key=lambda one: one.name.casefold())
    ]
    means = (_mean_of_region(view), *(_mean_change(view.changed_means[one]) for one in subjects))
    return theme_tables(
        f"Change from {view.year - 1} to {view.year}, in levels",
        ("Trust", *subjects.values()),
        (*rows, means),
        before=2,
        css="owf-standings owf-stack",
    )


def pair_table(view: RegionView, left: TrustInRegion, right: TrustInRegion) -> Markup:
    others = {_finding_key(one): one for one in right.findings}
    caption = f"{left.name} and {right.name}, each against the rest of {view.region}, {view.year}"
    found = _by_theme(left.findings, view)

    def table(shown: Iterable[Finding], about: str = "", css: str = "owf-pair") -> Markup:
        return html.table(
            caption + about,
            ("Theme or aspect", left.name, right.name),
            (
                (
                    _subject(view, one),
                    _verdict_and_score(one, view.rules),
                    _verdict_and_score(others[_finding_key(one)], view.rules),
                )
                for one in shown
            ),
            css=css,
        )

    if len(view.pack.themes) <= MOST_THEMES:
        return table(found)
    of_themes = [one for one in found if one.kind is not GroupKind.CELL]
    folded = [
        html.fold(
            f"{theme.title}: {counted(len(cells), 'aspect')}",
            table(cells, f": {within_sentence(theme.short_title)}"),
        )
        for theme in view.pack.themes
        if (cells := [one for one in found if _is_cell_of(one, theme.id)])
    ]
    return html.join((table(of_themes, ": overall and themes", "owf-pair owf-plain"), *folded))


def _is_cell_of(finding: Finding, theme: str) -> bool:
    return finding.kind is GroupKind.CELL and finding.theme == theme


def _by_theme(findings: Iterable[Finding], view: RegionView) -> list[Finding]:
    kept = [one for one in findings if one.kind is not GroupKind.ASPECT]
    themes = [theme.id for theme in view.pack.themes]
    aspects = [aspect.id for aspect in view.pack.aspects]
    return sorted(
        kept,
        key=lambda one: (
            themes.index(one.theme) if one.theme else -1,
            aspects.index(one.aspect) if one.aspect else -1,
        ),
    )


def _finding_key(finding: Finding) -> tuple[str, str | None, str | None]:
    return (str(finding.kind), finding.theme, finding.aspect)


def _subject(view: RegionView, finding: Finding) -> Markup:
    if finding.kind is not GroupKind.CELL:
        return Markup('<span class="owf-whole">{}</span>').format(finding.title)
    title = next(one.title for one in view.pack.aspects if one.id == finding.aspect)
    questions = "one question" if finding.n_items == 1 else f"{finding.n_items} questions"
    return html.with_small(Markup("{}").format(title), questions)


def _subjects(view: RegionView) -> tuple[str, ...]:
    return ("Overall", *(theme.short_title for theme in view.pack.themes))


def _trust_link(
    view: RegionView, name: str, trust: int, ranks: tuple[int, int] | None = None
) -> Markup:
    link = Markup('<a href="/compare?trust={}&amp;year={}" target="_self">{}</a>').format(
        trust, view.year, name
    )
    return html.with_small(link, f"ranked {ranks_in_words(ranks)}") if ranks else link


def _mean_of_region(view: RegionView) -> Markup:
    return Markup('<span class="owf-region-mean">Mean of {}</span>').format(view.region)


def _verdict_and_score(finding: Finding, rules: Rules) -> Markup:
    why = why_nothing(finding.comparison)
    value = finding.comparison.score
    text = ", ".join(part for part in (score(value) if value is not None else "", why) if part)
    return html.with_small(verdict_with_working(finding, rules), text)


def _change_cells(
    trust: TrustInRegion, subjects: Iterable[Group], rules: Rules
) -> tuple[Markup, ...]:
    found = {one.theme: one for one in trust.changes}
    why = Markup('<span class="owf-none">{}</span>').format(
        trust.no_change_because or "no score in both years"
    )
    return tuple(
        _change(found[group.theme], rules) if group.theme in found else why for group in subjects
    )


def _change(finding: ChangeFinding, rules: Rules) -> Markup:
    moved = finding.change.mean_change
    small = signed(moved) if moved is not None else "too few partners in both years"
    return html.with_small(verdict_with_working(finding, rules), small)


def _mean_change(mean: MeanOfTwoYears) -> Markup:
    if mean.before is None or mean.after is None:
        return TOO_FEW_TRUSTS
    years = f"{score(mean.before, 2)} to {score(mean.after, 2)}"
    return html.with_small(
        Markup("<strong>{}</strong>").format(signed(mean.change)),
        f"{years}, {_of_trusts(mean.trusts, mean.unnamed)}",
    )


def _of_trusts(trusts: int, unnamed: int) -> str:
    return f"{trusts} Trusts" + (f", {unnamed} unnamed" if unnamed else "")
