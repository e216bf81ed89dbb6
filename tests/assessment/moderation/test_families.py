"""Voices of families: entered by the coordinator, signed with the levels, shown beside them."""

from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.assessment.errors import Locked, NotAllowed, NotFound, OutsideScale
from owf.assessment.moderation.agreeing import open_moderation
from owf.assessment.moderation.families import drop_voice, keep_voice
from owf.assessment.signing.verifying import verify_versions
from owf.store.moderation import HeardVoice

UNEQUAL = {"health": 2, "police": 3, "schools": 5}
PARENTS = HeardVoice(
    "parents", "Parents' forum, Ely", date(2009, 5, 12), 14, "We told our story once.", ("caf",)
)


@pytest.fixture(autouse=True)
def july():
    with clock.stopped_at(datetime(2009, 7, 1, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def hear(cast):
    """Enter what families said in Cambridgeshire."""

    def hear_one(voice=PARENTS, who=cast.carol, **changed):
        fields = vars(voice) | changed
        keep_voice(cast.store, who, cast.cambridgeshire.round_id, HeardVoice(**fields))

    return hear_one


@pytest.fixture
def heard(cast):
    """What Cambridgeshire's moderators read of it."""
    return lambda: list(open_moderation(cast.store, cast.dave, 873, 2009).families)


def test_the_coordinator_enters_changes_and_takes_away_what_was_said(cast, hear, heard):
    hear()
    (kept,) = heard()
    assert kept == HeardVoice(**(vars(PARENTS) | {"id": kept.id}))
    hear(kept, messages="We told it twice. ")
    assert [one.messages for one in heard()] == ["We told it twice."]
    drop_voice(cast.store, cast.carol, cast.cambridgeshire.round_id, kept.id)
    assert heard() == []
    with pytest.raises(NotFound, match="no longer exists"):
        hear(kept)


@pytest.mark.parametrize(
    "name", ["alice", "dave", "erin", "frank", "grace", "heidi", "judy", "mallory"]
)
def test_only_the_trust_s_coordinator_enters_it(cast, hear, heard, name):
    with pytest.raises(NotAllowed, match="Only a Trust's coordinator"):
        hear(who=getattr(cast, name))
    assert heard() == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"who_spoke": "teachers"}, "Choose who spoke"),
        ({"source": " \x00"}, "where they said it"),
        ({"heard_on": date(2009, 7, 2)}, "is in the future"),
        ({"how_many": 0}, "how many people spoke"),
        ({"messages": "  "}, "Write what they said"),
        ({"messages": "x" * 2001}, "2001 characters"),
        ({"themes": ("nowhere",)}, "themes from this questionnaire"),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_refused(hear, heard, changed, said):
    with pytest.raises(OutsideScale, match=said):
        hear(**changed)
    assert heard() == []


def test_it_is_signed_and_compared_and_not_changed_afterwards(cast, hear, settle, sign, compare):
    hear()
    settle(UNEQUAL)
    sign()
    with pytest.raises(Locked):
        hear(messages="Something else.")
    (shown,) = compare(cast.frank).families
    assert (shown.messages, shown.themes, shown.heard_on) == (
        "We told our story once.",
        ("caf",),
        date(2009, 5, 12),
    )
    assert verify_versions(cast.store, cast.erin, 873, 2009)[0].holds


def test_while_a_round_is_open_again_others_read_what_was_signed(
    hear, settle, sign, reopen, compare
):
    hear()
    settle(UNEQUAL)
    sign()
    reopen()
    hear(messages="New words.")
    assert [one.messages for one in compare().families] == ["We told our story once."]
    sign()
    assert [one.messages for one in compare().families] == [
        "We told our story once.",
        "New words.",
    ]
