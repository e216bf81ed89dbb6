"""Feedback to one partner: its own answers beside the group's, and what became of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from owf import clock
from owf.access import Actor
from owf.assessment.asked_items import choice_of, words_of
from owf.assessment.errors import NotFound
from owf.assessment.evidence.file_types import kind_of
from owf.assessment.evidence.index import IN_WORDS
from owf.assessment.moderation.feedback import Feedback, open_feedback
from owf.assessment.moderation.questions import APART
from owf.assessment.moderation.replies import AgreedItem
from owf.assessment.results.trust_results import FEWEST_PARTNERS, trust_results
from owf.assessment.returns.answering import ReturnView
from owf.benchmark.tables.item_standings import ItemStanding
from owf.benchmark.words.wording import capitalised
from owf.markup.formatting import questions
from owf.questionnaire import Item, Theme
from owf.reports.kinds.partner.actions import OwnActions, actions_of_partner, own_actions_section
from owf.reports.model import (
    About,
    Block,
    Column,
    Facts,
    Kind,
    Note,
    Notice,
    NumberFormat,
    Report,
    Section,
    Table,
    Value,
    table_of,
)
from owf.reports.parts.about import signature_in_words
from owf.settings import get_settings
from owf.store import Store
from owf.store.moderation import StoredReply
from owf.store.results import SignatureFacts

TOO_FEW = "fewer than three answered"
NOT_SIGNED = (
    "How many partners gave which level is shown once the chair has signed, as on the Results page."
)
HOW_TO_READ = (
    "“The group” is how many partners gave which level, yours among them. Where fewer than three "
    "answered, the numbers would tell who said what, so they are not shown."
)
SHOWN_LATER = "Agreed levels are shown once your organisation has submitted its self-assessment."


@dataclass(frozen=True)
class Source:
    """``standings``: by question, of those that three partners or more answered.

    ``signature``: ``None`` where nothing is signed yet, and so no answer of the group is shown.
    """

    feedback: Feedback
    standings: Mapping[str, ItemStanding]
    signature: SignatureFacts | None
    actions: OwnActions | None

    @property
    def returned(self) -> ReturnView:
        return self.feedback.returned

    @property
    def partner(self) -> str:
        """By its name in that year."""
        return self.returned.facts.partner_name

    @cached_property
    def agreed(self) -> Mapping[str, AgreedItem]:
        return {one.item.id: one for one in self.feedback.agreed.items}


def partner_report(store: Store, who: Actor, trust: int, year: int, partner: int) -> Report:
    """For its own people, and for the steering group to pass on; it names no other partner.

    The group's answers are those that a partner's own pages show, whoever makes it.
    """
    feedback = open_feedback(store, who, partner, year)
    if feedback.returned.partner.trust != trust:
        raise NotFound("This partner belongs to another Trust. Choose one of its partners.")
    standings, signature = _signed(store, who, trust, year)
    found = Source(feedback, standings, signature, actions_of_partner(store, who, trust, partner))
    in_round = feedback.returned.round
    return Report(
        Kind.PARTNER,
        f"{found.partner}: feedback on {year}",
        f"Your answers beside those of {in_round.trust_name}'s group",
        About(
            author=in_round.trust_name,
            year=year,
            made_on=clock.today(),
            is_made_up=get_settings().demo,
            signature=signature_in_words(signature) if signature else "",
            digest=signature.digest if signature else "",
            readers=f"For {found.partner}",
        ),
        tuple(_sections(found)),
        keywords=("feedback", "self-assessment", found.partner, in_round.trust_name, str(year)),
    )


def _signed(
    store: Store, who: Actor, trust: int, year: int
) -> tuple[Mapping[str, ItemStanding], SignatureFacts | None]:
    """Without the questions whose counts would tell a partner what another one said."""
    try:
        found = trust_results(store, who, trust, year)
    except NotFound:
        return {}, None
    return {
        one.item: one for one in found.partners.items if one.answered >= FEWEST_PARTNERS
    }, found.against.signature


def _sections(found: Source) -> Iterator[Section]:
    yield _at_a_glance(found)
    apart = [one for one in found.agreed.values() if _apart(one)]
    if apart:
        yield _far_apart(found, apart)
    for theme in found.returned.pack.themes:
        items = found.returned.items(theme)
        if _says_anything(found, items):
            yield _theme(found, theme, items)
    yield from _comments(found)
    yield from _replies(found)
    yield from _evidence(found)
    yield own_actions_section(found.actions)


def _says_anything(found: Source, items: Sequence[Item]) -> bool:
    if found.signature is not None or found.agreed:
        return bool(items)
    return any(choice_of(found.returned.answers.get(one.id)) is not None for one in items)


def _own(found: Source, item: Item) -> str:
    """In words, such as ``4 Good``."""
    choice = choice_of(found.returned.answers.get(item.id))
    if choice is None:
        return "Not answered"
    return words_of(found.returned.pack.scale_of(item), choice)


def _name(item: Item) -> str:
    return f"{item.code}, {item.short_name}"


def _differs(one: AgreedItem) -> bool:
    return one.own_level is not None and one.own_level != one.agreement.level


def _apart(one: AgreedItem) -> bool:
    """By two levels or more."""
    level = one.agreement.level
    return one.own_level is not None and level is not None and abs(one.own_level - level) >= APART


# The whole.


def _at_a_glance(found: Source) -> Section:
    blocks: list[Block] = [Notice(words) for words in _notices(found)]
    blocks.append(_facts(found))
    if found.signature is not None:
        blocks.append(Note(HOW_TO_READ))
    return Section("At a glance", tuple(blocks), claim=_claim(found))


def _notices(found: Source) -> Iterator[str]:
    facts = found.returned.facts
    if facts.apology:
        yield f"The coordinator noted apologies: {facts.apology}. Your answers do not count."
    elif facts.status != "submitted":
        yield f"Your organisation has not submitted for {found.returned.round.year}. {SHOWN_LATER}"
    if found.signature is None:
        yield NOT_SIGNED


def _claim(found: Source) -> str:
    done = found.returned.progress()
    answered = f"You answered {done.answered} of {questions(done.of)}"
    agreed = list(found.agreed.values())
    if not agreed:
        return f"{answered}."
    different, apart = sum(map(_differs, agreed)), sum(map(_apart, agreed))
    if not different:
        return f"{answered}; no agreed level differs from yours."
    verb = "differs" if different == 1 else "differ"
    far = f", {apart} by two levels or more" if apart else ""
    return f"{answered}; {different} of {len(agreed)} agreed levels {verb} from yours{far}."


def _facts(found: Source) -> Facts:
    facts, done = found.returned.facts, found.returned.progress()
    at = facts.submitted_at if facts.status == "submitted" else None
    agreed = list(found.agreed.values())
    replies = found.feedback.agreed.replied
    settled = sum(one.is_settled for one in replies)
    leads = len(found.actions.leads) if found.actions else 0
    takes_part = len(found.actions.takes_part) if found.actions else 0
    pairs = [
        ("Submitted", clock.in_words(at) if at else "not yet"),
        ("Answered", f"{done.answered} of {done.of}"),
        ("Agreed levels", str(len(agreed))),
        ("Of these, other than yours", str(sum(map(_differs, agreed)))),
        ("By two levels or more", str(sum(map(_apart, agreed)))),
        ("Your replies", _of_which(len(replies), settled)),
        ("Actions that you lead", str(leads)),
        ("Actions that you take part in", str(takes_part)),
    ]
    return Facts(tuple(pairs))


def _of_which(replies: int, settled: int) -> str:
    return f"{replies}, of which {settled} answered or kept" if replies else "none"


# Questions.


def _group(found: Source, item: Item) -> str:
    """``2 at 2, 3 at 3, 1 don't know``, or why it is not shown."""
    standing = found.standings.get(item.id)
    if standing is None:
        return TOO_FEW
    parts = [
        f"{count} at {level}"
        for level, count in zip(standing.levels, standing.counts, strict=True)
        if count
    ]
    if standing.dont_know:
        parts.append(f"{standing.dont_know} don't know")
    if standing.not_applicable:
        parts.append(f"{standing.not_applicable} not applicable")
    return ", ".join(parts)


def _median(found: Source, item: Item) -> float | None:
    standing = found.standings.get(item.id)
    return standing.median if standing else None


def _far_apart(found: Source, apart: Sequence[AgreedItem]) -> Section:
    columns = [
        Column("Question", width=2.4),
        Column("You said", NumberFormat.COUNT, 0.8),
        Column("Agreed", NumberFormat.COUNT, 0.8),
        Column("Reason", width=3),
    ]
    rows: list[list[Value]] = [
        [_name(one.item), one.own_level, one.agreement.level, _reason(found, one)] for one in apart
    ]
    if found.signature is not None:
        columns.insert(3, Column("The group", width=2))
        for row, one in zip(rows, apart, strict=True):
            row.insert(3, _group(found, one.item))
    verb = "is" if len(apart) == 1 else "are"
    return Section(
        "Where the agreed level is far from yours",
        (table_of("Two levels or more apart", columns, rows, sheet="Far apart"),),
        claim=f"{capitalised(questions(len(apart)))} {verb} agreed two levels or more from yours.",
    )


def _reason(found: Source, one: AgreedItem) -> str:
    """Where none is written: that the level is the partners' middle, if they may know that."""
    standing = found.standings.get(one.item.id)
    if one.agreement.reason or standing is None or standing.was_moved:
        return one.agreement.reason or "none is written"
    return "none is written: it is the middle of what partners said"


def _theme(found: Source, theme: Theme, items: Sequence[Item]) -> Section:
    done = found.returned.progress(theme)
    agreed = [found.agreed[one.id] for one in items if one.id in found.agreed]
    claim = f"You answered {done.answered} of {questions(done.of)}"
    if agreed:
        different = sum(map(_differs, agreed))
        verb = "differs" if different == 1 else "differ"
        claim += f"; {different or 'none'} of {len(agreed)} agreed levels {verb} from yours"
    return Section(
        theme.title,
        (_theme_table(found, theme, items),),
        claim=f"{claim}.",
        working=_working(found),
    )


def _working(found: Source) -> tuple[str, ...]:
    if found.signature is None:
        return ()
    return ("The group is every partner whose answers were signed, yours among them.",)


def _theme_table(found: Source, theme: Theme, items: Sequence[Item]) -> Table:
    is_signed, is_agreed = found.signature is not None, bool(found.agreed)
    columns = [Column("Question", width=2.4), Column("Your answer", width=1.6)]
    if is_signed:
        columns += [Column("The group", width=2.4), Column("Median", NumberFormat.LEVEL, 0.9)]
    if is_agreed:
        columns.append(Column("Agreed", NumberFormat.COUNT, 0.9))
    rows: list[list[Value]] = []
    for item in items:
        row: list[Value] = [_name(item), _own(found, item)]
        if is_signed:
            row += [_group(found, item), _median(found, item)]
        if is_agreed:
            one = found.agreed.get(item.id)
            row += [one.agreement.level, one.agreement.reason] if one else ["not agreed", ""]
        rows.append(row)
    if is_agreed and any(row[-1] for row in rows):
        columns.append(Column("Reason", width=2.4))
    else:
        rows = [row[:-1] for row in rows] if is_agreed else rows
    return table_of(
        f"Your answers on {theme.short_title}",
        columns,
        rows,
        sheet=theme.short_title[:31],
    )


def _comments(found: Source) -> Iterator[Section]:
    given = found.returned.answers
    rows = [
        (_name(item), _own(found, item), given[item.id].comment)
        for item in found.returned.items()
        if item.id in given and given[item.id].comment
    ]
    if rows:
        columns = (
            Column("Question", width=2),
            Column("Your answer", width=1.4),
            Column("What you wrote", width=4),
        )
        yield Section(
            "What you wrote",
            (table_of("Your comments", columns, rows, sheet="Comments"),),
            claim=f"You wrote on {questions(len(rows))}.",
        )


# Replies and evidence.


def _replies(found: Source) -> Iterator[Section]:
    replies = found.feedback.agreed.replied
    if not replies:
        return
    pack = found.returned.pack
    columns = (
        Column("Question", width=2),
        Column("Agreed then", NumberFormat.COUNT, 0.9),
        Column("Your reply", width=3),
        Column("What became of it", width=1.8),
        Column("The group's answer", width=2.6),
    )
    rows = [
        (_name(pack.item(one.item_id)), one.level, one.text, _outcome(one), one.answer)
        for one in replies
    ]
    stands = sum(one.stands for one in replies)
    waiting = sum(not one.is_settled for one in replies)
    parts = [
        f"You replied to {questions(len(replies))}",
        f"{stands} {'is' if stands == 1 else 'are'} kept as disagreement" if stands else "",
        f"{waiting} {'waits' if waiting == 1 else 'wait'} for an answer" if waiting else "",
    ]
    yield Section(
        "Your replies and what became of them",
        (table_of("Your replies", columns, rows, sheet="Replies"),),
        claim=f"{'; '.join(filter(None, parts))}.",
    )


def _outcome(reply: StoredReply) -> str:
    if not reply.is_settled:
        return "not answered yet"
    return "kept in the record as a disagreement" if reply.stands else "answered"


def _evidence(found: Source) -> Iterator[Section]:
    today, given, linked = clock.today(), found.returned.answers, found.returned.linked
    rows: list[tuple[Value, ...]] = []
    covered = 0
    for item in found.returned.items():
        pieces: list[tuple[Value, ...]] = [
            (_name(item), one.title, capitalised(kind_of(one)), one.dated, one.expires,
             "expired" if one.is_over(today) else "")
            for one in linked.get(item.id, ())
        ]  # fmt: skip
        answer = given.get(item.id)
        if answer is not None and answer.evidence:
            until = answer.evidence_expires
            is_over = until is not None and until < today
            pieces.append(
                (_name(item), answer.evidence, capitalised(IN_WORDS), None, until,
                 "expired" if is_over else "")
            )  # fmt: skip
        covered += bool(pieces)
        rows += pieces
    if not rows:
        return
    columns = (
        Column("Question", width=2.2),
        Column("Piece", width=3),
        Column("Kind", width=1.8),
        Column("Dated", NumberFormat.DAY, 1.5),
        Column("Good until", NumberFormat.DAY, 1.5),
        Column("Expired?", width=1),
    )
    yield Section(
        "Your evidence",
        (table_of("Your evidence", columns, rows, sheet="Evidence"),),
        claim=f"You gave evidence for {questions(covered)}.",
    )
