"""Meetings on a plan: what is refused, and when each group meets next."""

from dataclasses import replace
from datetime import date

import pytest

from owf.assessment.errors import ChangedSinceRead, NotFound, OutsideScale
from owf.improvement.plan.meetings import keep_meeting, next_meetings, open_meetings
from owf.store.plans.facts import MeetingFacts
from owf.texts import clean_text
from tests.hostile import MARKS

MEETING = MeetingFacts("steering", date(2009, 7, 9), "All", "Go on.")


@pytest.fixture
def keep(signed, plan_id):
    return lambda one=MEETING, actions=(), who=signed.dave: keep_meeting(
        signed.store, who, plan_id, one, actions=actions
    )


@pytest.fixture
def kept(signed, plan_id):
    return lambda: open_meetings(signed.store, signed.carol, plan_id)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_meeting_is_kept_with_its_actions_and_changed_by_who_read_it_last(keep, kept, add):
    actions = [add().id, add().id]
    keep(actions=actions)
    keep(replace(MEETING, held_on=date(2009, 6, 1)))
    newest, before = kept()
    assert (newest.held_on, newest.actions, before.actions) == (
        date(2009, 7, 9), tuple(actions), (),
    )  # fmt: skip
    keep(replace(newest, decisions="Stop."), actions[:1])
    with pytest.raises(ChangedSinceRead, match="Somebody else changed this meeting while you were"):
        keep(replace(newest, decisions="Go faster."))
    assert (kept()[0].decisions, kept()[0].actions) == ("Stop.", (actions[0],))


@pytest.mark.parametrize(
    ("other", "words", "field"),
    [
        ({"held_by": "friends"}, "Choose which group met.", "held_by"),
        ({"held_on": date(2009, 7, 11)}, "The day is in the future. Record the", "held_on"),
        ({"decisions": " \n"}, "Write what was decided.", "decisions"),
        ({"decisions": "x" * 4001}, "Shorten it to 4000", "decisions"),
        ({"attended": "x" * 1001}, "Shorten it to 1000", "attended"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(keep, kept, other, words, field):
    with pytest.raises(OutsideScale) as refused:
        keep(replace(MEETING, **other))
    assert words in str(refused.value)
    assert refused.value.field == field
    assert kept() == []


def test_a_meeting_names_actions_of_its_plan_and_is_one_of_its_own(signed, keep, kept):
    with pytest.raises(OutsideScale, match=r"Choose actions of this plan\."):
        keep(actions=[999])
    with pytest.raises(NotFound, match=r"This meeting no longer exists\. Reload the page\."):
        keep(replace(MEETING, id=999))
    with pytest.raises(NotFound, match="This plan does not exist"):
        open_meetings(signed.store, signed.dave, 999)


@pytest.mark.parametrize("words", MARKS)
def test_html_and_formulas_are_kept_as_text(keep, kept, words):
    keep(replace(MEETING, attended=words, decisions=words))
    assert {kept()[0].attended, kept()[0].decisions} == {clean_text(words)}


def test_each_group_is_due_by_its_rhythm():
    found = next_meetings([MEETING], date(2009, 7, 1))
    assert [(one.group.title, one.last, one.due) for one in found] == [
        ("Steering group", date(2009, 7, 9), date(2009, 10, 9)),
        ("Task group", None, date(2010, 7, 2)),
        ("Learning and development network", None, date(2009, 10, 31)),
        ("Partnership board", None, date(2010, 7, 2)),
    ]
    assert not any(one.is_overdue for one in found)
