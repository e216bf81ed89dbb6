"""A page with a return is told what others wrote since, and nothing else."""

import pytest

from owf.assessment.errors import NotAllowed
from owf.assessment.returns.answering import answers_now
from owf.assessment.returns.concurrent_changes import ConcurrentChanges, written_meanwhile
from owf.web.returns.questions import in_words


@pytest.fixture
def look(cast):
    """What is newer than what Alice's page shows."""

    def looked(shown, who=cast.alice):
        partner = cast.cambridgeshire.partners["police"]
        return written_meanwhile(cast.store, who, partner, cast.police, shown)

    return looked


def now(cast):
    return answers_now(cast.store, cast.police)


def test_nothing_is_said_while_nothing_is_newer(cast, choose, look):
    choose("caf-1", 4, who=cast.bob)
    assert look(now(cast)) is None


def test_answers_of_a_colleague_are_named_with_who_gave_them(cast, choose, look):
    choose("caf-1", 4)
    shown = now(cast)
    choose("caf-2", 3, who=cast.bob)
    choose("ma-1", 2, who=cast.bob)
    found = look(shown)
    assert set(found.items) == {"caf-2", "ma-1"}
    assert (found.colleagues, found.own, found.unknown, found.only_new) == (
        ("Bob",), False, False, True,
    )  # fmt: skip


def test_a_changed_answer_and_a_comment_are_newer_too(cast, choose, comment, look):
    first = choose("caf-1", 4)
    shown = now(cast)
    changed = choose("caf-1", 2, who=cast.bob, seen=first)
    comment("caf-1", "Not yet.", who=cast.bob, seen=changed)
    found = look(shown)
    assert (found.items, found.only_new) == (("caf-1",), False)


def test_another_window_of_one_s_own_is_told_as_such(cast, choose, look):
    shown = now(cast)
    choose("caf-1", 4)
    found = look(shown)
    assert (found.colleagues, found.own) == ((), True)


def test_whoever_is_not_known_any_more_is_somebody(cast, look):
    shown = now(cast)
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    found = look(shown)
    assert (found.colleagues, found.unknown, len(found.items)) == ((), True, 6)


def test_other_people_are_told_nothing(cast, look):
    with pytest.raises(NotAllowed):
        look({}, who=cast.ivan)


def test_nobody_is_told_of_a_return_by_naming_a_partner_of_their_own(cast, choose):
    choose("caf-1", 4)
    theirs = cast.leeds.partners["police"]
    assert written_meanwhile(cast.store, cast.ivan, theirs, cast.police, {}) is None


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            ConcurrentChanges(("caf-1", "caf-2", "ma-1"), True, ("Jane Smith",), False, False),
            "Jane Smith has answered 3 more questions (2 here, 1 in Multi-agency working) since "
            "you opened this page.",
        ),
        (
            ConcurrentChanges(("ma-1",), True, ("Bob", "Jane"), False, False),
            "Bob and Jane have answered 1 more question (1 in Multi-agency working) since you "
            "opened this page.",
        ),
        (
            ConcurrentChanges(("caf-1",), False, (), True, False),
            "Somebody else has answered or changed 1 question (1 here) since you opened this page.",
        ),
        (
            ConcurrentChanges(("caf-1", "caf-2"), True, (), False, True),
            "In another window you have answered 2 more questions (2 here) since you opened this "
            "page.",
        ),
        (
            ConcurrentChanges(("caf-1", "caf-2"), True, ("Bob",), False, True),
            "Bob and you, in another window, have answered 2 more questions (2 here) since you "
            "opened this page.",
        ),
    ],
)
def test_the_notice_says_who_how_many_and_where(tiny_pack, found, words):
    assert in_words(tiny_pack, tiny_pack.theme("caf"), found) == words
