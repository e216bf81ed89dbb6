"""Context notes: on the whole, a theme or a question; changed until the chair signs."""

import pytest

from owf.assessment.errors import Locked, NotAllowed, NotFound, OutsideScale
from owf.assessment.moderation.context_notes import keep_note
from owf.store.results import Note

UNEQUAL = {"health": 2, "police": 3, "schools": 5}


@pytest.fixture
def note(cast):
    """Keep a note on Cambridgeshire's round."""

    def keep(text, theme="caf", item="", *, who=cast.carol, note_id=0):
        keep_note(cast.store, who, cast.cambridgeshire.round_id, Note(theme, text, item, note_id))

    return keep


def test_a_note_is_added_changed_and_taken_away(note, signing):
    note(" Late\x00 roll-out. ")
    (kept,) = signing().read.notes
    assert kept == Note("caf", "Late roll-out.")
    note("Roll-out in June.", note_id=kept.id)
    assert list(signing().read.notes) == [Note("caf", "Roll-out in June.")]
    note("", note_id=kept.id)
    assert signing().read.notes == ()
    with pytest.raises(NotFound):
        note("Again.", note_id=kept.id)


def test_a_note_on_a_question_names_it_wherever_it_is_compared(note, settle, sign, compare):
    note("roll-out came after the survey", item="caf-2")
    settle(UNEQUAL)
    sign()
    found = compare()
    assert found.notes == (("caf", "on CAF 2: roll-out came after the survey"),)
    said = [point for point in found.key_points if "roll-out" in point]
    assert len(said) == 1
    assert "note: On CAF 2: roll-out came after the survey." in said[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("Late.", "nowhere"), "There is no theme 'nowhere'"),
        (("Late.", "caf", "ma-1"), "There is no question 'ma-1' in that theme"),
        (("x" * 501,), "The note has 501 characters. Shorten it to 500."),
    ],
)
def test_a_note_off_the_questionnaire_or_too_long_is_refused(note, signing, asked, said):
    with pytest.raises(OutsideScale, match=said):
        note(*asked)
    assert signing().read.notes == ()


@pytest.mark.parametrize("name", ["alice", "frank", "grace", "heidi", "judy", "mallory"])
def test_only_the_steering_group_writes_notes(cast, note, name):
    with pytest.raises(NotAllowed):
        note("Late.", who=getattr(cast, name))


def test_no_note_is_changed_once_it_is_signed(note, settle, sign, signing):
    note("Late.")
    settle(UNEQUAL)
    sign()
    with pytest.raises(Locked):
        note("Later.", note_id=signing().read.notes[0].id)
    with pytest.raises(Locked):
        note("One more.")
    assert list(signing().read.notes) == [Note("caf", "Late.")]
