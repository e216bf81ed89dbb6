"""A Trust's signed results; partners go by their sector, since no name is kept (decision 0008)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from owf.access import Actor, policy
from owf.assessment.asked_items import items_asked
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_history import TrustYears, trust_years
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.tables.item_standings import (
    Instead,
    ItemStanding,
    Moderated,
    PartnerAnswer,
    WhoDiffers,
    moderated,
    most_disputed_first,
    who_differs,
)
from owf.benchmark.words.findings import ChangeFinding, Finding, headline
from owf.benchmark.words.key_points import (
    ThemeCard,
    VerdictCounts,
    change_points,
    kinds_of_points,
    theme_card,
    trend_points,
    verdict_counts,
    year_headline,
)
from owf.benchmark.words.wording import capitalised, counted
from owf.questionnaire import Item, NonScore, Pack
from owf.store import Session, Store, signed_scores
from owf.store.cache import cached
from owf.store.results import ScoreRow, UnnamedReturn
from owf.store.signed_scores import SignedTrust

FROM_OUTSIDE = (
    "Partners' answers to single questions are only for the Trust's own people, so they are not "
    "shown."
)
NOT_WHO = (
    "Only the coordinator, the steering group and the chair can see who gave which level. Ask "
    "them to show you."
)
TOO_FEW = (
    "Fewer than three partners answered, so the numbers would reveal who said what. Only the "
    "coordinator, the steering group and the chair can see them."
)
NO_RETURNS = (
    "This was signed in an early version, which recorded how many partners gave each level but "
    "not who. Differences between partners cannot be shown."
)
FEWEST_PARTNERS = 3
"""To each question: with fewer, one partner could tell the others' answers from counts."""

NON_SCORES = {
    NonScore.DONT_KNOW: Instead.DONT_KNOW,
    NonScore.NOT_APPLICABLE: Instead.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class PartnersStanding:
    """``names_partners``: the items' ``answers`` are there; ``why_not``: what may not be seen."""

    items: tuple[ItemStanding, ...] = ()
    names_partners: bool = False
    why_not: str = ""

    def of_theme(self, theme: str) -> tuple[ItemStanding, ...]:
        return most_disputed_first(one for one in self.items if one.theme == theme)

    def differing(self, theme: str) -> WhoDiffers | None:
        return who_differs(self.of_theme(theme)) if self.names_partners else None

    def most_disputed_theme(self, themes: Sequence[str]) -> str:
        """The one with the most disputed question; else the first."""
        rated = most_disputed_first(one for one in self.items if one.n)
        return rated[0].theme if rated else themes[0]


@dataclass(frozen=True)
class TrustResults:
    """``points_on_cells`` are on single aspects of single themes, which can be many.

    ``cards``: overall first. ``themes``, ``cells``: how many have which verdict. ``moderation``:
    None where it may not be seen.
    """

    against: TrustComparison
    headline: str
    lead: str
    key_points: tuple[str, ...]
    points_on_cells: tuple[str, ...]
    cards: tuple[ThemeCard, ...]
    themes: VerdictCounts[Verdict]
    cells: VerdictCounts[Verdict]
    partners: PartnersStanding
    moderation: Moderated | None
    years: TrustYears


def partners_standing(
    session: Session, of_trust: SignedTrust, pack: Pack, *, is_outside: bool, sees_who: bool
) -> PartnersStanding:
    """``sees_who``: they may see who gave which level, as the Trust's steering group may."""
    if is_outside:
        return PartnersStanding(why_not=FROM_OUTSIDE)
    found = _all_standings(session, of_trust, pack)
    return found if sees_who else _without_who(found)


def _without_who(found: PartnersStanding) -> PartnersStanding:
    """How many gave which level, on the questions where that does not tell who gave which."""
    if all(one.answered < FEWEST_PARTNERS for one in found.items):
        return PartnersStanding(why_not=TOO_FEW)
    # A question that nobody answered tells nothing of anybody.
    kept = [one for one in found.items if one.answered == 0 or one.answered >= FEWEST_PARTNERS]
    left_out = len(found.items) - len(kept)
    return PartnersStanding(
        tuple(replace(one, answers=()) for one in kept),
        names_partners=False,
        why_not=f"{NOT_WHO} {_left_out(left_out)}" if left_out else NOT_WHO,
    )


def _left_out(questions: int) -> str:
    are = "is" if questions == 1 else "are"
    return (
        f"{capitalised(counted(questions, 'question'))} that one or two partners answered {are} "
        "left out, because the numbers would reveal who said what."
    )


# About 0.3 MB each with a hundred questions and twelve partners.
@cached(100, key=lambda _session, of_trust, _pack: of_trust.digest)
def _all_standings(session: Session, of_trust: SignedTrust, pack: Pack) -> PartnersStanding:
    returns = signed_scores.returns_of(session, [of_trust])[of_trust.trust]
    scores = signed_scores.item_scores_of(session, of_trust.snapshot_id)
    partners = _partners(returns, {one.id: one.title for one in pack.sectors})
    items = tuple(
        _standing(item, pack, scores.get(f"item:{item.id}"), partners) for item in items_asked(pack)
    )
    return PartnersStanding(items, bool(returns), "" if returns else NO_RETURNS)


def _partners(
    returns: Sequence[UnnamedReturn], titles: Mapping[str, str]
) -> Mapping[str, UnnamedReturn]:
    of_sector = Counter(one.sector for one in returns)
    place: Counter[str] = Counter()
    found = {}
    for one in returns:
        place[one.sector] += 1
        title = titles.get(one.sector, one.sector)
        several = of_sector[one.sector] > 1
        found[f"{title} {place[one.sector]}" if several else title] = one
    return found


def _standing(
    item: Item, pack: Pack, row: ScoreRow | None, partners: Mapping[str, UnnamedReturn]
) -> ItemStanding:
    levels = pack.scale_of(item).levels
    agreed = None if row is None or row.agreed is None else round(row.agreed)
    return ItemStanding(
        item=item.id,
        code=item.code,
        name=item.short_name,
        theme=pack.theme_of(item.id).id,
        levels=tuple(one.value for one in levels),
        labels=tuple(one.label for one in levels),
        counts=tuple(row.level_counts) if row else (0,) * len(levels),
        dont_know=row.dont_know if row else 0,
        not_applicable=row.not_applicable if row else 0,
        agreed=agreed,
        reason=row.agreed_reason if row else "",
        answers=tuple(_answer(item, name, one) for name, one in partners.items()),
    )


def _answer(item: Item, name: str, given: UnnamedReturn) -> PartnerAnswer:
    answer = given.answers.get(item.id)
    if isinstance(answer, int):
        return PartnerAnswer(name, answer)
    if answer is not None:
        return PartnerAnswer(name, None, NON_SCORES[NonScore(answer)])
    # A signed return holds no answer to a question that does not apply to its partner.
    asked = item.is_for_sector(given.sector) and item.applies_when is None
    return PartnerAnswer(name, None, Instead.NO_ANSWER if asked else Instead.NOT_ASKED)


def trust_results(store: Store, who: Actor, trust: int, year: int) -> TrustResults:
    against = compare_with(store, who, trust, year)
    with store.reading() as session:
        years = trust_years(
            session,
            against.trust,
            year,
            against.signed_years,
            is_outside=against.seen_from_outside,
        )
        of_trust = signed_scores.signed_trusts(session, year, against.trust.region_code)[trust]
        partners = partners_standing(
            session,
            of_trust,
            against.pack,
            is_outside=against.seen_from_outside,
            sees_who=bool(policy.may_see_agreement(who, trust)),
        )
    return _put_together(against, years, partners)


def _put_together(
    against: TrustComparison, years: TrustYears, partners: PartnersStanding
) -> TrustResults:
    overall = against.findings[0]
    change = _change_on(against, overall)
    numbers = overall.sentence.removeprefix(overall.claim).lstrip(": ")
    moved = change_points(against.changes)
    on_cells = {
        text for kind, text in kinds_of_points(against.findings, {}) if kind is GroupKind.CELL
    }
    elsewhere = {*moved, *on_cells, headline(against.findings)}
    return TrustResults(
        against=against,
        headline=year_headline(overall, change),
        lead=numbers[:1].upper() + numbers[1:],
        key_points=(
            *moved,
            *trend_points(years.histories),
            *(point for point in against.key_points if point not in elsewhere),
        ),
        points_on_cells=tuple(point for point in against.key_points if point in on_cells),
        cards=tuple(_card(against, one) for one in against.headlines),
        themes=verdict_counts(against.findings, GroupKind.THEME, Verdict),
        cells=verdict_counts(against.findings, GroupKind.CELL, Verdict),
        partners=partners,
        moderation=moderated(partners.items) if partners.items else None,
        years=years,
    )


def _card(against: TrustComparison, finding: Finding) -> ThemeCard:
    row = against.scores.get(f"theme:{finding.theme}" if finding.theme else "overall")
    return theme_card(
        finding,
        {one.value: one.label for one in against.pack.scale.levels},
        agreed=row.agreed if row else None,
        change=_change_on(against, finding),
        no_change_because=_why_unchanged(against, finding),
    )


def _change_on(against: TrustComparison, finding: Finding) -> ChangeFinding | None:
    return next(
        (one for one in against.changes if (one.kind, one.theme) == (finding.kind, finding.theme)),
        None,
    )


def _why_unchanged(against: TrustComparison, finding: Finding) -> str:
    last, year = against.year - 1, against.year
    if not against.changes:
        if last in against.signed_years:
            return f"no change since {last} can be shown"
        return f"nothing from {last} to compare with"
    if nothing := against.change_notes.nothing_for.get(finding.theme or ""):
        return nothing
    if against.seen_from_outside:
        return f"fewer than {against.rules.min_units} sectors answered in both {last} and {year}"
    return f"no score in both {last} and {year}"
