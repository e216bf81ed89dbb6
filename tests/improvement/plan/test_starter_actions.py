"""What an action can start from: the questionnaire's own words first, else ours by aspect."""

from __future__ import annotations

import pytest

from owf.improvement.plan.starter_actions import FOR_ANY, actions_by_aspect, starter_actions
from owf.questionnaire import load_named
from owf.settings import PACKS
from tests.tiny_pack import next_pack

NAMES = (
    "integrated-working@2008",
    "integrated-working@2009",
    "integrated-working@2010",
    "multi-agency@2026",
)


def test_a_question_s_own_actions_come_first(tiny_pack):
    pack = next_pack(tiny_pack, "2010", caf_1={"actions": ("Do this.", "Or that.")})
    found = starter_actions(pack, ["caf-2", "caf-1"])
    assert list(found) == ["caf-2", "caf-1"]
    assert found["caf-1"] == ("Do this.", "Or that.")
    assert found["caf-2"] == actions_by_aspect()["coaching"]


def test_an_aspect_that_our_file_does_not_know_has_some_too(tiny_pack):
    known = {aspect.id for aspect in tiny_pack.aspects} & actions_by_aspect().keys()
    assert known
    raw = tiny_pack.model_dump(exclude_defaults=True)
    raw["aspects"] = [{"id": "other", "title": "Other", "phrase": "other"}, *raw["aspects"]]
    raw["themes"][0]["items"][0]["aspect"] = "other"
    pack = type(tiny_pack).model_validate(raw)
    assert starter_actions(pack, ["caf-1"])["caf-1"] == actions_by_aspect()[FOR_ANY]


def test_a_question_of_another_questionnaire_is_refused(tiny_pack):
    with pytest.raises(KeyError):
        starter_actions(tiny_pack, ["nothing-of-ours"])


@pytest.mark.parametrize("name", NAMES)
def test_every_question_of_our_questionnaires_has_an_action_to_start_from(name):
    pack = load_named(PACKS, name)
    found = starter_actions(pack, [item.id for item in pack.items])
    assert all(found.values())
    for item in pack.items:
        if item.actions:
            assert found[item.id] == item.actions
    # Our own file names every aspect.
    assert {aspect.id for aspect in pack.aspects} <= actions_by_aspect().keys()


def test_our_actions_are_sentences_and_none_is_there_twice():
    texts = [text for of_aspect in actions_by_aspect().values() for text in of_aspect]
    assert all(text == text.strip() and text.endswith(".") for text in texts)
    assert len(texts) == len(set(texts))
    assert all(2 <= len(of_aspect) <= 3 for of_aspect in actions_by_aspect().values())
