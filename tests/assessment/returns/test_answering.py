"""Answering: each click is kept, nothing is overwritten unseen, a submitted return is locked."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from owf import clock
from owf.assessment.asked_items import choice_of
from owf.assessment.errors import (
    AnswerChanged,
    Incomplete,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
)
from owf.assessment.returns.answering import COMMENT_LIMIT, answers_now, open_return, save_choice
from owf.assessment.returns.submitting import submit_return
from owf.questionnaire import NonScore
from owf.store import answers, rounds
from owf.store.answers import StoredAnswer

TEN = datetime(2009, 7, 10, 10, 0, 0, 5, tzinfo=UTC)


def now(cast, item_id="caf-1"):
    return answers_now(cast.store, cast.police).get(item_id)


# Each click is kept.


def test_a_click_is_kept_with_its_time_its_person_and_version_one(cast, choose):
    with clock.stopped_at(TEN):
        kept = choose("caf-1", 4)
    assert kept == StoredAnswer("caf-1", 4, None, "", "alice", TEN, 1)
    assert now(cast) == kept


def test_each_further_click_replaces_the_one_before_and_counts_the_version_up(cast, choose):
    kept = choose("caf-1", 4)
    for version, choice in enumerate((2, NonScore.DONT_KNOW, 5), start=2):
        kept = choose("caf-1", choice, seen=kept)
        assert (choice_of(kept), kept.version) == (choice, version)
        assert now(cast) == kept


@pytest.mark.parametrize("choice", list(NonScore))
def test_a_non_score_is_an_answer_and_no_level(cast, choose, choice):
    choose("caf-1", 3)
    kept = choose("caf-1", choice, seen=now(cast))
    assert (kept.level, kept.non_score) == (None, choice.value)
    assert now(cast).is_given


def test_a_level_after_a_non_score_takes_its_place(cast, choose):
    kept = choose("caf-1", NonScore.NOT_APPLICABLE)
    choose("caf-1", 1, seen=kept)
    assert (now(cast).level, now(cast).non_score) == (1, None)


def test_a_comment_is_kept_beside_the_level(cast, choose, comment):
    kept = choose("caf-1", 3)
    kept = comment("caf-1", "  Two officers sit with the team.  ", seen=kept)
    assert now(cast) == kept
    assert (kept.level, kept.comment) == (3, "Two officers sit with the team.")
    choose("caf-1", 4, seen=kept)
    assert now(cast).comment == "Two officers sit with the team."


def test_a_comment_alone_answers_nothing(cast, comment):
    comment("caf-1", "We will ask.")
    assert not now(cast).is_given
    assert open_return(cast.store, cast.alice, _police(cast), 2009).progress().answered == 0


def test_a_comment_can_be_taken_back(cast, comment):
    kept = comment("caf-1", "A slip.")
    comment("caf-1", "", seen=kept)
    assert now(cast).comment == ""


def test_a_comment_keeps_every_script_and_line(cast, comment):
    words = "Łódź – 日本\nzwei Zeilen 'quoted' \"twice\"; DROP TABLE answer; 😀"
    comment("caf-1", words)
    assert now(cast).comment == words


def test_a_nul_in_a_comment_is_dropped(cast, comment):
    comment("caf-1", "be\x00fore")
    assert now(cast).comment == "before"


def test_a_comment_may_have_just_its_limit_and_not_one_more(cast, comment):
    kept = comment("caf-1", "x" * COMMENT_LIMIT)
    assert len(now(cast).comment) == COMMENT_LIMIT
    with pytest.raises(OutsideScale, match=rf"{COMMENT_LIMIT + 1} characters. Shorten it"):
        comment("caf-1", "x" * (COMMENT_LIMIT + 1), seen=kept)
    assert now(cast) == kept


# What is not on the scale, and who is not on the return.


@pytest.mark.parametrize("level", [0, 6, -1, 2.5, True, False, None, "3", "dont_know"])
def test_it_refuses_a_level_outside_the_scale(cast, choose, level):
    with pytest.raises(OutsideScale, match="Choose a level from 1 to 5"):
        choose("caf-1", level)
    assert now(cast) is None


@pytest.mark.parametrize("item_id", ["caf-9", "", "CAF-1", "theme:caf"])
def test_it_refuses_an_item_that_is_not_asked(cast, choose, comment, item_id):
    with pytest.raises(OutsideScale, match="not a question of this self-assessment"):
        choose(item_id, 3)
    with pytest.raises(OutsideScale, match="not a question of this self-assessment"):
        comment(item_id, "Hm.")
    assert answers_now(cast.store, cast.police) == {}


STRANGERS = ("carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "mallory")


@pytest.mark.parametrize("name", STRANGERS)
def test_it_refuses_everybody_who_does_not_answer_for_the_partner(cast, choose, comment, name):
    who = getattr(cast, name)
    with pytest.raises(NotAllowed, match="Only the people who answer for a partner"):
        open_return(cast.store, who, _police(cast), 2009)
    with pytest.raises(NotAllowed):
        choose("caf-1", 3, who=who)
    with pytest.raises(NotAllowed):
        comment("caf-1", "Hm.", who=who)
    with pytest.raises(NotAllowed):
        submit_return(cast.store, who, cast.police)
    assert answers_now(cast.store, cast.police) == {}


def test_the_respondent_of_one_partner_may_not_touch_another_of_the_same_trust(cast):
    health = cast.cambridgeshire.returns["health"]
    with pytest.raises(NotAllowed):
        save_choice(cast.store, cast.alice, health, "caf-1", 3, seen=StoredAnswer("caf-1"))
    assert answers_now(cast.store, health) == {}


def test_a_return_that_is_not_there_says_so(cast):
    with pytest.raises(NotFound, match="no longer exists"):
        save_choice(cast.store, cast.alice, 987654, "caf-1", 3, seen=StoredAnswer("caf-1"))
    with pytest.raises(NotFound, match="for 2007"):
        open_return(cast.store, cast.alice, _police(cast), 2007)


# Two people on one return.


def test_a_second_writer_is_shown_what_is_there_and_overwrites_nothing(cast, choose):
    first = choose("caf-1", 4)
    with pytest.raises(AnswerChanged) as refused:
        choose("caf-1", 2, who=cast.bob)
    assert str(refused.value) == (
        "You chose “2 Planning” for CAF 1, but Alice chose “4 Good” first, so that answer was kept."
    )
    assert refused.value.current == first
    assert now(cast) == first


def test_two_who_choose_the_same_at_once_are_both_content(cast, choose):
    first = choose("caf-1", 4)
    assert choose("caf-1", 4, who=cast.bob) == first


def test_an_erased_person_is_somebody_else(cast, choose):
    cast.answer(cast.cambridgeshire, "police", 4, submit=False)
    with pytest.raises(AnswerChanged, match="but somebody else chose “4 Good” first"):
        choose("caf-1", 2)


def test_a_second_writer_may_choose_again_once_they_have_seen_it(cast, choose):
    first = choose("caf-1", 4)
    kept = choose("caf-1", 2, who=cast.bob, seen=first)
    assert (kept.level, kept.answered_by, kept.version) == (2, "bob", 2)


def test_somebody_with_two_windows_is_told_that_it_was_the_other_one(cast, choose, comment):
    first = choose("caf-1", 4)
    with pytest.raises(AnswerChanged, match="but you chose “4 Good” in another window first"):
        choose("caf-1", 2)
    comment("caf-1", "Written in the first window.", seen=first)
    with pytest.raises(AnswerChanged, match="changed by you in another window"):
        comment("caf-1", "Written in the second.", seen=first)
    assert (now(cast).level, now(cast).comment) == (4, "Written in the first window.")


def test_two_comments_are_told_apart_and_the_first_stays(cast, comment):
    first = comment("caf-1", "Alice's words.")
    with pytest.raises(AnswerChanged, match="Both texts are shown") as refused:
        comment("caf-1", "Bob's words.", who=cast.bob)
    assert refused.value.current.comment == "Alice's words."
    assert now(cast) == first


def test_a_level_and_a_comment_by_two_people_at_once_are_both_kept(cast, choose, comment):
    both_saw = StoredAnswer("caf-1")
    choose("caf-1", 4, who=cast.alice, seen=both_saw)
    comment("caf-1", "Bob's words.", who=cast.bob, seen=both_saw)
    assert (now(cast).level, now(cast).comment) == (4, "Bob's words.")


def test_a_comment_and_then_a_level_by_two_people_at_once_are_both_kept(cast, choose, comment):
    both_saw = choose("caf-1", 2)
    comment("caf-1", "Bob's words.", who=cast.bob, seen=both_saw)
    choose("caf-1", 4, who=cast.alice, seen=both_saw)
    assert (now(cast).level, now(cast).comment, now(cast).version) == (4, "Bob's words.", 3)


@pytest.mark.databases("sqlite", "postgresql", "pgbouncer")
@pytest.mark.parametrize("before", [None, 3])
def test_a_choice_that_was_waiting_for_another_sees_it_and_overwrites_nothing(
    cast, choose, while_another_waits, before
):
    seen = StoredAnswer("caf-1") if before is None else choose("caf-1", before)
    winner = replace(
        seen, level=5, answered_by="alice", answered_at=clock.now(), version=seen.version + 1
    )

    def alice_chooses(session):
        answers.return_key(session, cast.police)
        answers.write_answer(session, cast.police, winner)

    outcome = while_another_waits(
        alice_chooses, lambda: choose("caf-1", 1, who=cast.bob, seen=seen)
    )
    assert isinstance(outcome, AnswerChanged), outcome
    assert outcome.current == winner
    assert now(cast) == winner


@pytest.mark.databases("sqlite", "postgresql", "pgbouncer")
def test_a_choice_that_was_waiting_for_the_submission_finds_the_return_locked(
    cast, choose, while_another_waits
):
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    seen = now(cast)

    def alice_submits(session):
        answers.return_key(session, cast.police)
        rounds.mark_submitted(session, cast.police, clock.now(), "alice")

    outcome = while_another_waits(
        alice_submits, lambda: choose("caf-1", 1, who=cast.bob, seen=seen)
    )
    assert isinstance(outcome, Locked), outcome
    assert now(cast) == seen


# Submitting.


def _police(cast):
    return cast.cambridgeshire.partners["police"]


def test_it_lists_what_is_still_to_be_answered_and_submits_nothing(cast, choose, comment):
    choose("caf-1", 3)
    choose("ma-2", NonScore.DONT_KNOW)
    comment("ma-3", "A comment is no answer.")
    with pytest.raises(Incomplete, match="4 of 6 questions have no answer yet") as refused:
        submit_return(cast.store, cast.alice, cast.police)
    assert refused.value.missing == ("CAF 2", "CAF 3", "MA 1", "MA 3")
    assert not open_return(cast.store, cast.alice, _police(cast), 2009).is_locked


@pytest.mark.databases("sqlite", "pgbouncer")
def test_a_complete_return_is_submitted_with_its_time_and_person(cast):
    cast.answer(cast.cambridgeshire, "police", 3, submit=False)
    with clock.stopped_at(TEN):
        submit_return(cast.store, cast.bob, cast.police)
    view = open_return(cast.store, cast.alice, _police(cast), 2009)
    assert view.is_locked
    assert (view.facts.submitted_at, view.submitted_by_name) == (TEN, "Bob")


def test_don_t_know_everywhere_is_a_complete_return(cast):
    cast.answer(cast.cambridgeshire, "police", NonScore.DONT_KNOW, submit=True)
    assert open_return(cast.store, cast.alice, _police(cast), 2009).is_locked


def test_a_submitted_return_is_locked_and_says_who_can_reopen_it(cast, choose, comment):
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    kept = now(cast)
    with pytest.raises(Locked, match=r"nothing was changed.*coordinator to reopen"):
        choose("caf-1", 5, seen=kept)
    with pytest.raises(Locked):
        comment("caf-1", "Too late.", seen=kept)
    with pytest.raises(Locked):
        submit_return(cast.store, cast.alice, cast.police)
    assert now(cast) == kept


# What the pages show.


def test_progress_counts_a_theme_and_the_whole(cast, choose):
    for item_id in ("caf-1", "caf-2", "caf-3"):
        choose(item_id, 3)
    view = open_return(cast.store, cast.alice, _police(cast), 2009)
    caf, multi_agency = (view.progress(theme) for theme in view.pack.themes)
    assert (caf.answered, caf.of, caf.is_complete) == (3, 3, True)
    assert (multi_agency.answered, multi_agency.of, multi_agency.is_complete) == (0, 3, False)
    assert (view.progress().answered, view.progress().of) == (3, 6)


def test_a_partner_s_return_asks_the_items_for_leaders_too(cast):
    view = open_return(cast.store, cast.alice, _police(cast), 2009)
    assert [item.id for item in view.items()] == [
        "caf-1",
        "caf-2",
        "caf-3",
        "ma-1",
        "ma-2",
        "ma-3",
    ]


def test_last_year_s_own_answer_is_beside_the_question(cast, choose):
    cast.open_year(2008)
    last_year = cast.again(cast.cambridgeshire, 2008)
    levels = dict(zip((item.id for item in cast.pack.items), (1, 2, 3, 4, 5, 1), strict=True))
    cast.answer(last_year, "police", levels, submit=True)
    cast.answer(last_year, "health", 5, submit=True)
    choose("caf-1", 4)
    view = open_return(cast.store, cast.alice, _police(cast), 2009)
    offered = {
        item: one.suggestion and one.suggestion.choice for item, one in view.last_year.items()
    }
    assert offered == levels
    assert view.answers["caf-1"].level == 4


def test_there_is_nothing_beside_the_question_in_a_partner_s_first_year(cast):
    assert open_return(cast.store, cast.alice, _police(cast), 2009).last_year == {}
