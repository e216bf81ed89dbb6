"""Each gap gets an action or a reason why not now, which next year shows."""

import pytest

from owf.assessment.errors import NotFound, OutsideScale
from owf.improvement.plan.choosing import (
    answers_to,
    findings_for,
    not_now,
    open_gap_titles,
    take_up_again,
    waited_before,
)
from owf.improvement.plan.gaps import open_gaps
from owf.texts import clean_text
from tests.hostile import MARKS
from tests.plans import keep_plan


@pytest.fixture
def answers(signed, view):
    def found():
        gaps = open_gaps(signed.store, signed.dave, 873, 2009).gaps
        return {one.gap.key: one for one in answers_to(gaps, view())}

    return found


def test_a_gap_is_answered_by_an_action_or_by_a_reason(signed, plan_id, add, answers, view):
    add(gaps=("item:caf-1",))
    assert not_now(signed.store, signed.dave, plan_id, ["item:ma-1", "item:ma-2"], "No money.") == 2
    found = answers()
    assert [one.reference for one in found["item:caf-1"].actions] == ["A1"]
    assert found["item:ma-1"].not_now.reason == "No money."
    assert found["item:ma-1"].not_now.decided_by == "dave"
    assert "the agreed level is 2" in found["item:ma-1"].not_now.finding
    assert [key for key, one in found.items() if not one.is_answered] == [
        "item:caf-2", "item:caf-3", "item:ma-3",
    ]  # fmt: skip
    assert open_gap_titles(signed.store, signed.erin, view().plan) == (
        "CAF 2, CAF 2", "CAF 3, CAF 3", "MA 3, MA 3",
    )  # fmt: skip


def test_an_action_on_a_gap_that_waited_takes_its_place(signed, plan_id, add, answers):
    not_now(signed.store, signed.dave, plan_id, ["item:caf-1"], "No money.")
    add(gaps=("item:caf-1",))
    assert answers()["item:caf-1"].not_now is None
    with pytest.raises(OutsideScale) as refused:
        not_now(signed.store, signed.dave, plan_id, ["item:caf-2", "item:caf-1"], "No money.")
    assert str(refused.value) == (
        "An action answers “CAF 1, CAF 1” already. Take the gap out of that action first, or leave "
        "it there."
    )
    assert not answers()["item:caf-2"].is_answered


@pytest.mark.parametrize(
    ("reason", "words"),
    [(" ", "Write why nothing is planned for it now."), ("x" * 1001, "Shorten it to 1000")],
)
def test_a_gap_waits_only_with_a_reason(signed, plan_id, view, reason, words):
    with pytest.raises(OutsideScale, match=words) as refused:
        not_now(signed.store, signed.dave, plan_id, ["item:ma-1"], reason)
    assert refused.value.field == "reason"
    assert view().not_now == ()


@pytest.mark.parametrize("reason", MARKS)
def test_html_and_formulas_are_kept_as_text(signed, plan_id, view, reason):
    not_now(signed.store, signed.dave, plan_id, ["item:ma-1"], reason)
    assert view().not_now[0].reason == clean_text(reason)


@pytest.mark.parametrize("keys", [[], ["item:gone"], ["item:ma-1", "theme:gone"]])
def test_what_is_no_gap_any_more_is_refused_whole(signed, plan_id, view, keys):
    for ask in (
        lambda: not_now(signed.store, signed.dave, plan_id, keys, "No money."),
        lambda: findings_for(signed.store, signed.dave, view().plan, keys),
    ):
        with pytest.raises(NotFound, match="One of these is not a gap any more: the results were"):
            ask()
    assert view().not_now == ()


def test_a_gap_that_waits_can_be_taken_up_again_once(signed, plan_id, view):
    not_now(signed.store, signed.dave, plan_id, ["item:ma-1"], "No money.")
    take_up_again(signed.store, signed.carol, plan_id, "item:ma-1")
    assert view().not_now == ()
    with pytest.raises(NotFound, match="This gap is not left for later any more"):
        take_up_again(signed.store, signed.carol, plan_id, "item:ma-1")
    for ask in (not_now, take_up_again):
        more = ("Why",) if ask is not_now else ()
        with pytest.raises(NotFound, match=r"This plan does not exist\. Go back to Actions\."):
            ask(signed.store, signed.dave, 999, "item:ma-1", *more)


def test_next_year_shows_why_a_gap_waited(signed, plan_id, answers):
    not_now(signed.store, signed.dave, plan_id, ["item:ma-1"], "No money.")
    signed.open_year(2010)
    keep_plan(signed.store, 873, 2010)
    before = waited_before(signed.store, 873, 2010)
    assert [(year, one.gap_key, one.reason) for year, one in before] == [
        (2009, "item:ma-1", "No money.")
    ]
    assert waited_before(signed.store, 873, 2009) == ()
    gaps = open_gaps(signed.store, signed.dave, 873, 2009).gaps
    shown = {one.gap.key: one.last_year for one in answers_to(gaps, None, before)}
    assert shown["item:ma-1"] == before[0]
    assert shown["item:ma-2"] is None
