"""The evidence index for inspectors: question by question, what it rests on and until when."""

from collections.abc import Iterator, Sequence

from owf import clock
from owf.access import Actor
from owf.assessment.evidence.index import EvidenceIndex, IndexedQuestion, open_evidence_index
from owf.benchmark.words.wording import capitalised, listed
from owf.markup.formatting import questions
from owf.questionnaire import Theme
from owf.reports.model import (
    About,
    Block,
    Column,
    Kind,
    Note,
    Notice,
    NumberFormat,
    Paragraph,
    Report,
    Section,
    Table,
    Value,
    table_of,
)
from owf.reports.parts.about import signature_in_words
from owf.reports.parts.evidence import (
    coverage_in_a_sentence,
    coverage_table,
    expired_in,
    gaps_in_sentences,
    high_from,
    high_without,
    pieces_in,
    with_evidence,
)
from owf.settings import get_settings
from owf.store import Store


def evidence_report(store: Store, who: Actor, trust: int, year: int) -> Report:
    """All that partners submitted, for the steering group; for a partner's people its own."""
    index = open_evidence_index(store, who, trust, year)
    name = index.round.trust_name
    whose = f"{name}, {listed(list(index.partners))}" if index.is_own and index.partners else name
    return Report(
        Kind.EVIDENCE,
        f"{whose}: evidence index {year}",
        "What each level of the self-assessment rests on, and until when",
        _about(index),
        tuple(_sections(index)),
        keywords=("evidence", "self-assessment", "Children's Trust", name, str(year)),
    )


def _about(index: EvidenceIndex) -> About:
    signature = index.signature
    return About(
        author=index.round.trust_name,
        year=index.round.year,
        made_on=clock.today(),
        is_made_up=get_settings().demo,
        signature=signature_in_words(signature) if signature else "",
        digest=signature.digest if signature else "",
        readers="For its own organisation" if index.is_own else "For inspectors",
    )


def _sections(index: EvidenceIndex) -> Iterator[Section]:
    yield _coverage(index)
    bare: list[tuple[Theme, list[IndexedQuestion]]] = []
    for theme in index.pack.themes:
        asked = [one for one in index.questions if one.theme.id == theme.id]
        if with_evidence(asked):
            yield _theme(theme, asked)
        elif asked:
            bare.append((theme, asked))
    if bare:
        yield _themes_without(bare, len(index.pack.themes))
    high = high_without(index)
    if high:
        yield _high(index, high)


def _coverage(index: EvidenceIndex) -> Section:
    blocks: list[Block] = []
    if index.signature is None:
        blocks.append(Notice(f"{index.round.year} is not signed, so levels can still change."))
    from_whom = listed(list(index.partners))
    gaps = gaps_in_sentences(index)
    blocks.append(
        Paragraph(
            f"From {from_whom}." if from_whom else "No partner has submitted yet, so nothing is in."
        )
    )
    if gaps:
        blocks.append(Paragraph(" ".join(gaps)))
    blocks.append(coverage_table(index))
    blocks.append(
        Note(
            f"As of {clock.day_in_words(clock.today())}. The files themselves are not in this "
            "list. Each is with the partner that is named, and opens from its answer in the "
            "service."
        )
    )
    return Section("Coverage", tuple(blocks), claim=coverage_in_a_sentence(index))


def _theme(theme: Theme, asked: Sequence[IndexedQuestion]) -> Section:
    covered = with_evidence(asked)
    blocks: list[Block] = [_pieces_table(theme, covered)]
    bare = [one.item.code for one in asked if not one.pieces]
    if bare:
        blocks.append(Paragraph(f"Without evidence: {', '.join(bare)}."))
    return Section(theme.title, tuple(blocks), claim=_claim_of_theme(asked, covered))


def _themes_without(
    bare: Sequence[tuple[Theme, Sequence[IndexedQuestion]]], themes: int
) -> Section:
    table = table_of(
        "Themes without evidence",
        (Column("Theme", width=2), Column("Questions", width=4)),
        [(theme.title, ", ".join(one.item.code for one in asked)) for theme, asked in bare],
        sheet="Themes without evidence",
    )
    verb = "has" if len(bare) == 1 else "have"
    claim = f"{len(bare)} of {themes} themes {verb} no evidence at all."
    return Section("Themes without evidence", (table,), claim=claim)


def _claim_of_theme(asked: Sequence[IndexedQuestion], covered: Sequence[IndexedQuestion]) -> str:
    pieces, over = pieces_in(covered), expired_in(covered, clock.today())
    verb = "has" if len(covered) == 1 else "have"
    found = f"{len(covered)} of {questions(len(asked))} {verb} evidence: {_pieces(pieces)}"
    if not over:
        return f"{found}."
    return f"{found}, expired." if pieces == 1 else f"{found}, {over} of them expired."


def _pieces(number: int) -> str:
    return "1 piece" if number == 1 else f"{number} pieces"


def _pieces_table(theme: Theme, covered: Sequence[IndexedQuestion]) -> Table:
    today = clock.today()
    rows: list[tuple[Value, ...]] = [
        (
            _name(one),
            one.agreed if one.agreed is not None else "no level",
            piece.title,
            capitalised(piece.kind),
            piece.partner,
            piece.dated,
            piece.expires,
            "expired" if piece.is_over(today) else "",
        )
        for one in covered
        for piece in one.pieces
    ]
    return table_of(
        f"Evidence on {theme.short_title}",
        (
            Column("Question", width=2.2),
            Column("Agreed", NumberFormat.COUNT, 0.9),
            Column("Piece", width=2.8),
            Column("Kind", width=1.8),
            Column("Owner", width=1.5),
            Column("Dated", NumberFormat.DAY, 1.5),
            Column("Good until", NumberFormat.DAY, 1.5),
            Column("Expired?", width=1),
        ),
        rows,
        note=(
            f"Expired: the last day was before {clock.day_in_words(today)}. A piece without a "
            "last day does not expire."
        ),
        sheet=theme.short_title[:31],
    )


def _name(one: IndexedQuestion) -> str:
    return f"{one.item.code}, {one.item.short_name}"


def _high(index: EvidenceIndex, bare: Sequence[IndexedQuestion]) -> Section:
    least = high_from(index)
    verb = "has" if len(bare) == 1 else "have"
    columns = (
        Column("Question", width=3),
        Column("Theme", width=3),
        Column("Agreed", NumberFormat.COUNT, 1),
    )
    rows = [(_name(one), one.theme.title, one.agreed) for one in bare]
    return Section(
        "High levels without evidence",
        (table_of("High levels without evidence", columns, rows, sheet="High without evidence"),),
        claim=(
            f"{capitalised(questions(len(bare)))} agreed at level {least} or higher {verb} no "
            "evidence."
        ),
    )
