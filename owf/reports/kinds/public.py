"""The public version: what anybody may know of a Trust's year, in words that a child can read."""

from collections.abc import Iterator, Mapping, Sequence

from owf import clock
from owf.access import Actor, Role
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.benchmark.change.changes import ChangeVerdict
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.improvement.plan.opening import open_agreed_plan, plans_to_read
from owf.reports.model import (
    About,
    Block,
    Column,
    Facts,
    Kind,
    NumberFormat,
    Paragraph,
    Points,
    Report,
    Section,
    Table,
    table_of,
)
from owf.reports.parts.about import signed_by
from owf.reports.parts.figures import themes_figure
from owf.settings import get_settings
from owf.store import Store
from owf.store.people import RoleHeld

STANDING: Mapping[Verdict, str] = {
    Verdict.AHEAD: "ahead",
    Verdict.SLIGHTLY_AHEAD: "a little ahead",
    Verdict.IN_LINE: "about the same",
    Verdict.NO_CLEAR_DIFFERENCE: "too close to call",
    Verdict.SLIGHTLY_BEHIND: "a little behind",
    Verdict.BEHIND: "behind",
    Verdict.NOT_COMPARED: "no fair match",
}
MOVED: Mapping[ChangeVerdict, str] = {
    ChangeVerdict.IMPROVED: "got better",
    ChangeVerdict.SLIGHTLY_IMPROVED: "got a little better",
    ChangeVerdict.ABOUT_THE_SAME: "stayed about the same",
    ChangeVerdict.NO_CLEAR_CHANGE: "too close to call",
    ChangeVerdict.SLIGHTLY_WORSE: "got a little worse",
    ChangeVerdict.WORSE: "got worse",
    ChangeVerdict.CANNOT_BE_CALCULATED: "no fair match",
}
MEANINGS = (
    ("Ahead", "The score here is clearly higher than in the other places."),
    ("Behind", "The score here is clearly lower than in the other places."),
    ("A little", "The gap is real, but it is small."),
    ("About the same", "The scores are so near that the gap does not matter."),
    ("Too close to call", "There may be a gap. The answers do not show it for sure."),
    ("No fair match", "Too few people gave an answer, so we do not compare."),
)
_NOWHERE = RoleHeld(Role.REGIONAL_LEAD, "region", "")
MOST_ACTIONS = 12
"""Actions that a short report names; the plan has all."""


def public_report(store: Store, who: Actor, trust: int, year: int) -> Report:
    """As somebody outside reads the Trust, whoever makes it.

    Only a Trust that publishes in full is named with its scores (METHOD 1.8); of all others it
    says that they took part. Raises: NotAllowed, NotFound: as the page Results.
    """
    asked = compare_with(store, who, trust, year)
    outside = _from_outside(store, asked)
    return Report(
        Kind.PUBLIC,
        f"How well we work as one for children: {asked.trust.name}, {year}",
        "A short report for children, parents and councillors",
        About(
            author=asked.trust.name,
            year=year,
            made_on=clock.today(),
            is_made_up=get_settings().demo,
            signature=_signed_in_words(asked),
            digest=asked.signature.digest,
            rules=asked.rules.version,
            readers="For everybody",
        ),
        tuple(_sections(store, asked, outside)),
        keywords=("children", asked.trust.name, str(year)),
    )


def _from_outside(store: Store, asked: TrustComparison) -> TrustComparison | None:
    """The same as its region's lead reads it, ``None`` where they may not."""
    trust = asked.trust
    lead = RoleHeld(Role.REGIONAL_LEAD, "region", trust.region_code)
    outsider = Actor("outside", "Somebody outside", (lead,))
    try:
        return compare_with(store, outsider, trust.dfe_number, asked.year)
    except NotAllowed:
        return None


def _sections(
    store: Store, asked: TrustComparison, outside: TrustComparison | None
) -> Iterator[Section]:
    name, year = asked.trust.name, asked.year
    low, high = asked.pack.scale.values[0], asked.pack.scale.values[-1]
    yield Section(
        "What this is about",
        (
            Paragraph(
                f"Many people work with children in {name}. They work in schools, in health, in "
                "the police, in social care and in charities. It helps a child most when they all "
                "work as one team."
            ),
            Paragraph(
                f"Each year they ask how well they do that. They give each part a score from {low} "
                f"to {high}. A {low} means that they have not begun. A {high} means that it works "
                "well and that they can show it."
            ),
        ),
    )
    if outside is None:
        yield Section(
            "What we can tell you",
            (
                Paragraph(
                    f"The team in {name} took part in {year}. It has not put its scores in the "
                    "open. You can ask the team why."
                ),
            ),
            claim=f"{name} took part in {year}.",
        )
    else:
        yield _how_it_went(outside)
        yield _what_changed(outside)
        yield _what_parts_mean(outside)
    yield _what_happens_next(store, asked)
    if outside is not None:
        yield Section("What our words mean", (Facts(MEANINGS),))
    yield Section(
        "Who checked this",
        (
            Paragraph(
                f"These results were signed. It is {_signed_in_words(asked)}. No "
                "one can change it after that. If you have a question, ask the team in "
                f"{name}."
            ),
        ),
    )


def _signed_in_words(view: TrustComparison) -> str:
    signature = view.signature
    day = clock.day_in_words(signature.signed_at.astimezone(clock.LONDON).date())
    return f"version {signature.version}, signed by {signed_by(signature)} on {day}"


def _others(view: TrustComparison) -> str:
    return f"the rest of {view.comparator}"


def _how_it_went(view: TrustComparison) -> Section:
    name = view.trust.name
    overall = view.findings[0]
    claim = {
        Verdict.NOT_COMPARED: f"We cannot yet match {name} with {_others(view)} in a fair way.",
        Verdict.NO_CLEAR_DIFFERENCE: f"{name} and {_others(view)} are too close to call.",
        Verdict.IN_LINE: f"As a whole, {name} is about the same as {_others(view)}.",
    }.get(
        overall.verdict,
        f"As a whole, {name} is {STANDING[overall.verdict]} of {_others(view)}."
        if overall.verdict.direction > 0
        else f"As a whole, {name} is {STANDING[overall.verdict]} {_others(view)}.",
    )
    blocks: list[Block] = []
    if view.is_compared:
        blocks.append(themes_figure(view, on_pages=False))
    blocks.append(_scores_table(view))
    return Section("How it went", tuple(blocks), claim=claim)


def _scores_table(view: TrustComparison) -> Table:
    columns = (
        Column("Part of our work", width=3),
        Column("Score here", NumberFormat.LEVEL),
        Column("Other places", NumberFormat.LEVEL),
        Column("How we compare", width=1.6),
    )
    rows = [_score_row(view, one) for one in view.headlines]
    low, high = view.pack.scale.values[0], view.pack.scale.values[-1]
    return table_of(
        f"Scores from {low} to {high} in {view.year}",
        columns,
        rows,
        note=f"“Other places” are {_others(view)}. Each score is a mean of many answers.",
        sheet="Scores",
    )


def _score_row(view: TrustComparison, one: Finding) -> tuple[str | float | None, ...]:
    row = view.scores.get(f"theme:{one.theme}" if one.theme else "overall")
    has_score = row is not None and row.mean is not None
    return (
        "All parts together" if one.kind is GroupKind.OVERALL else one.title,
        one.comparison.score if has_score else "too few answers",
        one.comparison.reference if has_score else None,
        STANDING[one.verdict],
    )


def _what_changed(view: TrustComparison) -> Section:
    heading = "What has changed"
    shown = [one for one in view.changes if one.kind in (GroupKind.OVERALL, GroupKind.THEME)]
    if not shown:
        return Section(heading, (Paragraph("There is no year before this to look back at."),))
    before = shown[0].years[0]
    columns = (Column("Part of our work", width=2), Column(f"Since {before}"))
    rows = [(_part(one), MOVED[one.verdict]) for one in shown]
    table = table_of(f"What has changed since {before}", columns, rows, sheet="Changes")
    return Section(heading, (table,), claim=_changes_in_a_sentence(shown))


def _part(one: ChangeFinding) -> str:
    return "All parts together" if one.kind is GroupKind.OVERALL else one.title


def _changes_in_a_sentence(changes: Sequence[ChangeFinding]) -> str:
    themes = [one for one in changes if one.kind is GroupKind.THEME]
    better = sum(one.verdict.direction > 0 for one in themes)
    worse = sum(one.verdict.direction < 0 for one in themes)
    if not better and not worse:
        return "No part of our work clearly got better or worse."
    return f"Of {len(themes)} parts, {better or 'none'} got better and {worse or 'none'} got worse."


def _what_parts_mean(view: TrustComparison) -> Section:
    # The first sentence says what a theme is; those after it are for people who answer.
    pairs = tuple((theme.title, _first_sentence(theme.intro)) for theme in view.pack.themes)
    return Section("What each part is", (Facts(pairs),))


def _first_sentence(text: str) -> str:
    first, end, _ = " ".join(text.split()).partition(". ")
    return first + end.strip()


def _what_happens_next(store: Store, asked: TrustComparison) -> Section:
    """From the plan that anybody may read: without people, risks and updates."""
    heading = "What happens next"
    reader = Actor("outside", "Somebody outside", (_NOWHERE,))
    trust = asked.trust.dfe_number
    years = [
        one.year
        for one in plans_to_read(store, reader)
        if one.trust == trust and one.year <= asked.year
    ]
    try:
        plan = open_agreed_plan(store, reader, trust, max(years, default=asked.year))
    except (NotAllowed, NotFound):
        words = "The team has not put its plan in the open yet. You can ask what it will do."
        return Section(heading, (Paragraph(words),))
    actions = [" ".join(one.entered.what.split()) for one in plan.actions]
    more = len(actions) - MOST_ACTIONS
    left = (Paragraph(f"The plan has {more} more."),) if more > 0 else ()
    return Section(
        heading,
        (
            Paragraph(
                f"The team has a plan. It runs from {clock.day_in_words(plan.plan.starts)} to "
                f"{clock.day_in_words(plan.plan.ends)}. This is what it says:"
            ),
            Points(tuple(actions[:MOST_ACTIONS])),
            *left,
        ),
    )
