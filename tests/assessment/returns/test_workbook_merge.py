"""Three versions of an answer: as it went out, as it came back, and as it is here now."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.assessment.returns.workbook_merge import (
    PARTS,
    Filled,
    Said,
    Standing,
    compare,
    marks_of,
    said_in,
)
from owf.questionnaire import NonScore
from owf.store.answers import StoredAnswer

DAY = date(2011, 3, 31)
CHOICES = st.none() | st.sampled_from([1, 2, 3, 4, 5, *NonScore])
WORDS = st.sampled_from(["", "a", "b", "a\nb"])
DAYS = st.none() | st.sampled_from([DAY, date(2012, 1, 1)])
SAID = st.builds(Said, CHOICES, WORDS, WORDS, DAYS)


def stored(said: Said, version: int) -> StoredAnswer:
    is_level = not isinstance(said.choice, NonScore)
    return StoredAnswer(
        "caf-1",
        level=said.choice if is_level else None,
        non_score=None if is_level else said.choice.value,
        comment=said.comment,
        version=version,
        evidence=said.evidence,
        evidence_expires=said.expires,
    )


@pytest.fixture
def line(tiny_pack):
    """How an item stands: as it went out, as it came back, as it is here."""

    def stands(out: Said, back: Said, here: Said, *, touched: bool = True, locked: bool = False):
        version = 1 + touched
        filled = Filled(back, 1, marks_of(out))
        return compare(tiny_pack.item("caf-1"), filled, stored(here, version), locked=locked)

    return stands


def test_what_only_the_file_changed_is_new_or_changed(line):
    assert line(Said(), Said(3), Said()).standing is Standing.NEW
    assert line(Said(2), Said(3), Said(2)).standing is Standing.CHANGED
    assert line(Said(2), Said(2, "Because."), Said(2)).standing is Standing.CHANGED
    assert line(Said(2), Said(NonScore.DONT_KNOW), Said(2)).standing is Standing.CHANGED


def test_what_only_we_changed_stays(line):
    found = line(Said(2, "Old."), Said(2, "Old."), Said(4, "New."))
    assert found.standing is Standing.UNCHANGED
    for take in (False, True):
        assert said_in(found.result(take=take)) == Said(4, "New.")


def test_what_both_changed_differently_is_a_conflict_and_stays_unless_the_file_s_is_taken(line):
    found = line(Said(2), Said(3), Said(4))
    assert found.standing is Standing.CONFLICTING
    assert said_in(found.result(take=False)) == Said(4)
    assert said_in(found.result(take=True)) == Said(3)


def test_what_both_changed_alike_is_no_conflict(line):
    assert line(Said(2), Said(3), Said(3)).standing is Standing.UNCHANGED


def test_a_level_in_the_file_and_a_comment_here_are_both_kept(line):
    found = line(Said(2), Said(3), Said(2, "Written here."))
    assert found.standing is Standing.CHANGED
    assert said_in(found.result(take=False)) == Said(3, "Written here.")


def test_of_an_answer_in_conflict_what_does_not_clash_is_kept_either_way(line):
    found = line(Said(2), Said(3, "From the file."), Said(4))
    assert said_in(found.result(take=False)) == Said(4, "From the file.")
    assert said_in(found.result(take=True)) == Said(3, "From the file.")


def test_an_answer_that_was_changed_here_and_changed_back_is_no_conflict(line):
    assert line(Said(2), Said(3), Said(2)).standing is Standing.CHANGED


def test_an_emptied_cell_deletes_nothing(line):
    here = Said(2, "Words.", "The audit.", DAY)
    found = line(here, Said(), here)
    assert found.standing is Standing.UNCHANGED
    assert said_in(found.result(take=True)) == here


def test_a_locked_return_refuses_what_would_change_it(line):
    assert line(Said(2), Said(3), Said(2), locked=True).standing is Standing.REFUSED
    assert line(Said(2), Said(3), Said(4), locked=True).standing is Standing.REFUSED
    assert line(Said(2), Said(2), Said(2), locked=True).standing is Standing.UNCHANGED


def test_a_changed_line_keeps_the_version_and_the_person_to_be_counted_up(line):
    found = line(Said(2), Said(3), Said(2))
    assert (found.result(take=False).version, found.stored.version) == (2, 2)


def test_text_is_the_same_with_any_line_ends_and_blanks_around(line):
    assert line(Said(2, "a\nb"), Said(2, "a\nb"), Said(2, "a\r\nb ")).standing is Standing.UNCHANGED


def test_marks_tell_parts_apart_and_say_nothing_of_what_is_empty():
    assert marks_of(Said()) == ("", "", "", "")
    assert marks_of(Said(3))[0] != marks_of(Said(4))[0]
    assert marks_of(Said(NonScore.DONT_KNOW))[0] != marks_of(Said(NonScore.NOT_APPLICABLE))[0]
    assert len(set(marks_of(Said(3, "a", "b", DAY)))) == len(PARTS)


@given(out=SAID, back=SAID, here=SAID)
def test_whatever_happened_nothing_is_lost_that_was_not_chosen_away(tiny_pack, out, back, here):
    found = compare(
        tiny_pack.item("caf-1"), Filled(back, 1, marks_of(out)), stored(here, 1 + (here != out))
    )
    kept, taken = (said_in(found.result(take=take)) for take in (False, True))
    for part in PARTS:
        went_out, came_back, is_here = (getattr(one, part) for one in (out, back, here))
        was_filled_in = came_back not in ("", None) and came_back != went_out
        was_changed_here = is_here != went_out
        expected = came_back if was_filled_in and not was_changed_here else is_here
        assert getattr(kept, part) == expected
        assert getattr(taken, part) == (came_back if was_filled_in else is_here)
    assert (found.standing is Standing.CONFLICTING) == (kept != taken)
