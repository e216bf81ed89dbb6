"""A Trust edits its priorities, and what cannot be is refused."""

from dataclasses import replace

import pytest

from owf.assessment.errors import NotFound, OutsideScale
from owf.improvement.plan.priorities import MOST_PRIORITIES, keep_priority, priorities_to_use
from owf.store.plans.facts import PriorityFacts
from owf.texts import clean_line
from tests.hostile import MARKS


@pytest.fixture
def keep(signed, plan_id):
    return lambda one, trust=873, who=signed.dave: keep_priority(signed.store, who, trust, one)


def test_a_title_that_changes_stays_with_the_actions_that_have_it(keep, add, view):
    action = add()
    first = view().priorities[0]
    keep(replace(first, title="  Leadership\nthat is seen "))
    assert view().priority_title(action) == "Leadership that is seen"
    keep(replace(view().priorities[0], is_retired=True))
    assert view().priority_title(action) == "Leadership that is seen"


def test_a_retired_one_is_not_offered_any_more(keep, view, signed):
    keep(replace(view().priorities[0], is_retired=True))
    keep(PriorityFacts("key", "Homes", "", 0))
    with signed.store.reading() as session:
        found = [one.title for one in priorities_to_use(session, 873)]
    assert (len(found), found[0], found[-1]) == (6, "Integrated working", "Homes")


@pytest.mark.parametrize(
    ("one", "words", "field"),
    [
        (PriorityFacts("key", " \n", "", 0), "Give the priority a title.", "title"),
        (PriorityFacts("key", "x" * 121, "", 0), "has 121 characters. Shorten it to 120", "title"),
        (PriorityFacts("key", "New", "x" * 601, 0), "Shorten it to 600", "objective"),
        (PriorityFacts("wish", "New", "", 0), "Choose what kind of priority it is.", "kind"),
        (PriorityFacts("key", "PARTICIPATION", "", 0), "a priority “PARTICIPATION” alr", "title"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(keep, view, one, words, field):
    with pytest.raises(OutsideScale) as refused:
        keep(one)
    assert words in str(refused.value)
    assert refused.value.field == field
    assert len(view().priorities) == 6


def test_another_trust_s_priority_cannot_be_changed(keep, signed, view):
    with pytest.raises(NotFound, match=r"This priority no longer exists\. Reload the page\."):
        keep(replace(view().priorities[0], title="Ours"), 383, signed.judy)
    assert view().priorities[0].title == "Inspiring leadership"


def test_there_is_a_limit(keep):
    for number in range(MOST_PRIORITIES - 6):
        keep(PriorityFacts("key", f"Priority {number}", "", 0))
    with pytest.raises(OutsideScale, match=r"There are 20 priorities already\. Edit one of them"):
        keep(PriorityFacts("key", "One more", "", 0))


@pytest.mark.parametrize("text", MARKS)
def test_html_and_formulas_are_kept_as_text(keep, view, text):
    keep(PriorityFacts("key", text, text, 0))
    assert view().priorities[-1].title == clean_line(text)
