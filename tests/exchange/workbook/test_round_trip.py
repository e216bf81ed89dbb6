"""What goes out comes back the same, and what is edited is what the preview shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owf.assessment.returns.workbook_import import open_to_take_along
from owf.assessment.returns.workbook_merge import Said, Standing, said_in
from owf.exchange.workbook.writing import workbook_of
from owf.questionnaire import NonScore
from owf.store.answers import StoredAnswer
from owf.texts import clean_text
from tests.exchange.workbook.conftest import YEAR

ASKED = ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2")
"""What the police are asked; the last question is for health alone."""
CHOICES = st.sampled_from([1, 2, 3, 4, 5, *NonScore])
# Letters, marks, numbers, signs and spaces of every script; openpyxl writes no control characters.
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.just("\n"), max_size=80
)
TEXTS = WORDS | st.builds("{}{}".format, st.sampled_from("=+-@'\t"), WORDS)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SAID = st.builds(Said, st.none() | CHOICES, TEXTS, TEXTS, st.none() | DAYS)
EDITS = st.dictionaries(st.sampled_from(ASKED), SAID, max_size=len(ASKED))
few = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def asked_of(item_id: str, said: Said) -> Said:
    """What may be said on an item, as it is kept: only one of them asks for evidence."""
    if item_id != "caf-2":
        said = said._replace(evidence="", expires=None)
    return said._replace(comment=clean_text(said.comment), evidence=clean_text(said.evidence))


def stored_as(item_id: str, said: Said) -> StoredAnswer:
    is_level = isinstance(said.choice, int)
    return StoredAnswer(
        item_id,
        level=said.choice if is_level else None,
        non_score=None if is_level or said.choice is None else said.choice.value,
        comment=said.comment,
        version=1,
        evidence=said.evidence,
        evidence_expires=said.expires,
    )


@given(given_answers=EDITS)
@few
def test_random_answers_go_out_and_come_back_the_same(police, given_answers):
    wanted = {item: asked_of(item, said) for item, said in given_answers.items()}
    view = replace(
        open_to_take_along(police.cast.store, police.cast.alice, police.partner_id, YEAR),
        answers={item: stored_as(item, said) for item, said in wanted.items()},
    )
    content = workbook_of(view)
    # As written, and as a spreadsheet program would have saved it again.
    for returned in (content, police.book(content).saved()):
        filled = police.read(returned).filled
        assert {item: one.said for item, one in filled.items.items()} == {
            item: wanted.get(item, Said()) for item in ASKED
        }
        assert all(one.edited() == {} for one in filled.items.values())


@given(edits=EDITS)
@few
def test_random_edits_are_just_what_the_preview_shows_and_the_import_keeps(police, edits):
    before = {item: said_in(police.one(item)) for item in ASKED}
    book = police.book()
    wanted = {}
    for item, edit in edits.items():
        said = asked_of(item, edit)
        book.say(item, said)
        after = before[item]._replace(
            **{part: value for part, value in said._asdict().items() if value not in (None, "")}
        )
        if after != before[item]:
            wanted[item] = after
    preview = police.preview(book)
    assert {line.item.id: line.standing for line in preview.of(Standing.NEW, Standing.CHANGED)} == {
        item: Standing.NEW if before[item] == Said() else Standing.CHANGED for item in wanted
    }
    assert preview.of(Standing.CONFLICTING, Standing.REFUSED) == []
    assert police.bring_back(book) == len(wanted)
    assert {item: said_in(police.one(item)) for item in ASKED} == before | wanted
    assert police.bring_back(book) == 0


def test_a_workbook_that_nobody_touched_changes_nothing(police):
    police.choose("caf-1", 4)
    police.comment("caf-1", "=1+1")
    police.name_evidence("caf-2", "The audit.", date(2011, 3, 31))
    preview = police.preview(police.out())
    assert {one.standing for one in preview.lines} == {Standing.UNCHANGED}
    assert police.bring_back(police.out()) == 0


def test_characters_that_xml_cannot_hold_are_not_taken_in_the_first_place(police):
    police.comment("caf-1", "bell \x07, tab\tand \x0b, end")
    assert police.bring_back(police.out()) == 0
    assert police.one("caf-1").comment == "bell , tab\tand\n, end"


def test_text_that_looks_like_what_excel_escapes_comes_back_as_it_was(police):
    police.comment("caf-1", "_x000D_ and x005F_")
    assert police.bring_back(police.out()) == 0


def test_the_longest_comment_comes_back_whole(police):
    words = "é" * 4000
    police.comment("caf-1", words)
    assert police.read(police.out()).filled.items["caf-1"].said.comment == words
    assert police.bring_back(police.book().fill("caf-2", comment=words)) == 1
    assert police.one("caf-2").comment == words
