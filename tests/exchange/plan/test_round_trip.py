"""A plan that goes out comes back the same, and what is edited is what the preview shows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from owf.exchange.plan.layout import ACTIONS, MILESTONES, UPDATES
from owf.improvement.plan.actions import TEXT_LIMITS, add_action, remove_action
from owf.improvement.plan.milestones import STAGES
from owf.improvement.plan.promising import add_milestone, note_reached, promise_again
from owf.store.plans.facts import ActionFields, LinkedItem
from owf.texts import clean_text
from tests.exchange.plan.conftest import Exchange, changes
from tests.planned import begin_signed

# Letters, marks, numbers, signs and spaces of every script; openpyxl writes no control characters.
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.just("\n"), max_size=60
)
TEXTS = WORDS | st.builds(
    "{}{}".format, st.sampled_from(["=", "+", "-", "@", "'", "\t", "<b>", "_x000D_"]), WORDS
)
SAID = TEXTS.filter(clean_text)
ITEMS = ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2", "ma-3")
DAYS = st.dates(date(2009, 7, 1), date(2030, 12, 31))
LEVELS = st.none() | st.integers(3, 5)
ACTION = st.fixed_dictionaries(
    {
        "texts": st.fixed_dictionaries(
            {name: SAID if name == "what" else TEXTS for name in TEXT_LIMITS}
        ),
        "priority": st.none() | st.integers(0, 5),
        "lead_partner": st.none() | st.sampled_from(["police", "schools"]),
        "lead_person": st.none() | st.sampled_from(["alice", "bob", "carol"]),
        "partners": st.sets(st.sampled_from(["police", "schools", "health"])),
        "items": st.dictionaries(st.sampled_from(ITEMS), LEVELS),
        "is_multi_agency": st.booleans(),
        "expectation": st.sampled_from(["required", "recommended"]),
        "milestones": st.lists(
            st.tuples(SAID, st.sampled_from(list(STAGES)), DAYS, st.none() | DAYS, st.booleans()),
            max_size=2,
        ),
    }
)
few = settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""A whole workbook an example: to shrink one takes minutes."""


@pytest.fixture(scope="module")
def exchange_of_module(cast_of_module):
    cast_of_module.sign(cast_of_module.cambridgeshire, {"health": 2, "police": 3, "schools": 4})
    return Exchange(begin_signed(cast_of_module, 2009))


def add(exchange, one):
    """An arbitrary action, put in through the services."""
    planned = exchange.planned
    cast, partners = planned.cast, planned.cast.cambridgeshire.partners
    priorities = planned.view().priorities
    action_id = add_action(
        cast.store,
        cast.carol,
        planned.plan_id,
        ActionFields(
            priority_id=None if one["priority"] is None else priorities[one["priority"]].id,
            lead_partner_id=partners.get(one["lead_partner"]),
            lead_person=one["lead_person"],
            is_multi_agency=one["is_multi_agency"],
            expectation=one["expectation"],
            **one["texts"],
        ),
        partners=[partners[name] for name in one["partners"]],
        items=[LinkedItem(item, 2009, None, level) for item, level in one["items"].items()],
    )
    for text, stage, first, again, is_reached in one["milestones"]:
        milestone_id = add_milestone(cast.store, cast.carol, action_id, text, stage, promised=first)
        if again not in (None, first):
            promise_again(cast.store, cast.carol, milestone_id, again, "Later.")
        if is_reached:
            note_reached(cast.store, cast.carol, milestone_id, date(2009, 7, 9))
    return action_id


def remove(exchange, action_id):
    planned = exchange.planned
    remove_action(planned.store, planned.cast.carol, planned.plan_id, action_id)


@few
@given(st.lists(ACTION, min_size=1, max_size=3))
def test_what_goes_out_comes_back_and_changes_nothing(exchange_of_module, actions):
    exchange = exchange_of_module
    added = [add(exchange, one) for one in actions]
    preview = exchange.preview(exchange.book())
    for one in added:
        remove(exchange, one)
    assert (preview.changes, preview.added, preview.faults, preview.notes) == ((), (), (), ())
    assert not preview.may_import


TEXT_COLUMNS = (
    *((ACTIONS, name) for name in TEXT_LIMITS),
    (MILESTONES, "text"),
    (UPDATES, "changed"),
    (UPDATES, "impact"),
)
OTHERS = {
    (ACTIONS, "priority_id"): "Participation",
    (ACTIONS, "lead_partner_id"): "Health",
    (ACTIONS, "lead_person"): "Bob",
    (ACTIONS, "partners"): "Health\nSchools",
    (ACTIONS, "items"): "CAF 1: 3 -> 5\nMA 2: 3 -> ?",
    (ACTIONS, "is_multi_agency"): "No",
    (ACTIONS, "expectation"): "Required",
    (MILESTONES, "stage"): "Embedded",
    (MILESTONES, "reached"): date(2009, 7, 9),
    (UPDATES, "progress"): "Done",
    (UPDATES, "confidence"): "Low",
}


@pytest.fixture(scope="module")
def agreed_of_module(exchange_of_module):
    planned = exchange_of_module.planned
    first = planned.add("Train managers.")
    planned.agree()
    planned.update(first, "in_progress")
    return exchange_of_module


def one_difference(exchange, sheet, column, new):
    """Edit one field of the only action, and hold the preview against that."""
    (action,) = exchange.planned.view().actions
    key = action.milestones[0].id if sheet == MILESTONES else action.reference
    name = {
        ACTIONS: f"{action.reference} {column}",
        MILESTONES: f"{action.reference} milestone {key} {column}",
        UPDATES: f"{action.reference} update {column}",
    }[sheet]
    preview = exchange.preview(exchange.book().fill(sheet, key, **{column: new}))
    in_file = clean_text(new) if isinstance(new, str) else f"{new.day} {new:%B %Y}"
    assert preview.faults == ()
    assert {one: found for one, (_, found) in changes(preview).items()} == {name: in_file}
    assert (preview.added, preview.conflicts) == ((), ())


@few
@given(st.sampled_from(TEXT_COLUMNS), SAID)
def test_one_edited_text_gives_exactly_that_difference(agreed_of_module, where, new):
    one_difference(agreed_of_module, *where, new)


@pytest.mark.parametrize("where", OTHERS, ids="-".join)
def test_one_edited_choice_gives_exactly_that_difference(agreed_of_module, where):
    one_difference(agreed_of_module, *where, OTHERS[where])


def test_another_promise_with_its_note_is_one_difference(agreed_of_module):
    (action,) = agreed_of_module.planned.view().actions
    milestone = action.milestones[0].id
    book = agreed_of_module.book().fill(
        MILESTONES, milestone, promised=date(2010, 10, 1), note="No trainer."
    )
    assert changes(agreed_of_module.preview(book)) == {
        f"{action.reference} milestone {milestone} promised": ("1 April 2010", "1 October 2010")
    }
