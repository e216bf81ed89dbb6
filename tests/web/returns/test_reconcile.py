"""What to do about one widget, in every case that can come about."""

import pytest

from owf.web.returns.answer_form import Seen, Step, step_for

CASES = {
    # What shows is what is stored: nothing to do, whatever was drawn and by whom.
    "same in a fresh session": ("3", "3", None, True, Step.NOTHING),
    "same as somebody else's in a fresh session": ("3", "3", None, False, Step.NOTHING),
    "same as drawn": ("3", "3", Seen("3"), False, Step.NOTHING),
    "chosen and saved already": ("4", "4", Seen("3"), True, Step.NOTHING),
    "nothing chosen, nothing stored": (None, None, None, True, Step.NOTHING),
    "nothing written, nothing stored": ("", "", Seen(""), False, Step.NOTHING),
    # The person changed what this session drew: it is saved.
    "a first choice": ("3", None, Seen(None), False, Step.SAVE),
    "another choice": ("4", "3", Seen("3"), False, Step.SAVE),
    "a first comment": ("because", "", Seen(""), False, Step.SAVE),
    "a comment deleted in this session": ("", "because", Seen("because"), False, Step.SAVE),
    "both changed it since: the service decides": ("4", "2", Seen("3"), False, Step.SAVE),
    # The person changed nothing and the database has something newer: it is shown.
    "somebody else's newer choice": ("3", "5", Seen("3"), False, Step.CORRECT),
    "somebody else's first choice": (None, "5", Seen(None), False, Step.CORRECT),
    "somebody else's newer comment": ("old", "new", Seen("old"), False, Step.CORRECT),
    "one's own choice from another tab": ("3", "5", Seen("3"), True, Step.CORRECT),
    # A fresh session whose browser still shows what an earlier one drew.
    "a lost first click": ("4", None, None, True, Step.SAVE),
    "a lost click over one's own answer": ("4", "3", None, True, Step.SAVE),
    "a lost comment": ("because", "", None, True, Step.SAVE),
    "a click on what somebody else replaced": ("4", "3", None, False, Step.CORRECT),
    "an empty choice over one's own answer": (None, "3", None, True, Step.CORRECT),
    "an empty choice over somebody else's": (None, "3", None, False, Step.CORRECT),
    "an empty box over one's own comment": ("", "because", None, True, Step.CORRECT),
    "an empty box over somebody else's comment": ("", "because", None, False, Step.CORRECT),
}


@pytest.mark.parametrize(("shown", "stored", "seen", "mine", "step"), CASES.values(), ids=CASES)
def test_the_step_for_a_widget(shown, stored, seen, mine, step):
    assert step_for(shown, stored, seen, stored_is_mine=mine) is step


@pytest.mark.parametrize("empty", [None, ""])
@pytest.mark.parametrize("stored", ["3", "because"])
@pytest.mark.parametrize("mine", [True, False])
def test_an_empty_widget_of_a_fresh_session_never_deletes(empty, stored, mine):
    assert step_for(empty, stored, None, stored_is_mine=mine) is Step.CORRECT
