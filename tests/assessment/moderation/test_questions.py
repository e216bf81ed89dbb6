"""Last year's levels beside a question, where this year asks it otherwise (METHOD 4)."""

from datetime import date

import pytest

from owf.access import OPERATOR
from owf.assessment.rounds.opening import open_cycle
from tests.cast import submit_whole_return
from tests.later_packs import lineage_of, pack_with


@pytest.fixture
def after_other_questions(cast):
    """Cambridgeshire in 2010, asked other questions than in 2009, which it signed."""
    later = pack_with(
        cast.pack,
        "2010",
        {
            "caf": [("caf-1", "training"), ("caf-2", "coaching"), ("caf-4", "benefit")],
            "multi-agency": [("ma-0", "training"), ("ma-3a", "benefit"), ("ma-3b", "benefit")],
        },
        lineage_of(
            cast.pack,
            {"kind": "reworded", "from": "caf-1", "comparable": "with_care"},
            {
                "kind": "rescaled",
                "from": "caf-2",
                "comparable": "yes",
                "convert": {1: 1, 2: 3, 3: 4, 4: 4, 5: 5},
            },
            {"kind": "reworded", "from": "caf-3", "to": "caf-4", "comparable": "no"},
            {"kind": "merged", "from": ["ma-1", "ma-2"], "to": "ma-0", "comparable": "yes"},
            {"kind": "split", "from": "ma-3", "to": ["ma-3a", "ma-3b"], "comparable": "yes"},
        ),
        rescaled=["caf-2"],
    )
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 2, "schools": 2})
    opens, closes = date(2010, 6, 1), date(2010, 7, 17)
    open_cycle(cast.store, OPERATOR, 2010, later, opens=opens, closes=closes)
    place = cast.again(cast.cambridgeshire, 2010)
    choices = {item.id: (4, "") for item in later.items}
    submit_whole_return(cast.store, place.returns["police"], choices, submit=True)


def test_last_year_s_levels_stand_beside_what_took_the_question_s_place(
    after_other_questions, moderation
):
    found = {one.item.id: one for one in moderation(year=2010).questions}
    assert {item: one.last_agreed for item, one in found.items()} == {
        "caf-1": 2,
        "caf-2": 3,  # as its level counts on the new scale
        "caf-4": None,  # cannot be compared
        "ma-0": None,  # two questions were merged
        "ma-3a": 2,
        "ma-3b": 2,
    }
    own = {item: one.given[0].last_year for item, one in found.items()}
    assert own == {item: one.last_agreed for item, one in found.items()}
    assert found["caf-1"].changed_since == ("Because of reworded.",)
    assert found["ma-3a"].changed_since == ()
