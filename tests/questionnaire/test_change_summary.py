"""What changed between two years, as a board member reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.questionnaire import ChangeKind, Comparability, Pack, load_named, load_pack
from owf.questionnaire.change_summary import counted, summarise
from owf.questionnaire.differences import differences
from owf.questionnaire.problems import listed
from owf.settings import PACKS
from tests.questionnaire.conftest import SAME
from tests.questionnaire.years import NEWER, OLDER, SIGNED, item, theme

SHIPPED = load_named(PACKS, "integrated-working@2008")


@pytest.fixture
def years(pack_of):
    """The two tiny packs that change a question in every way."""
    return load_pack(pack_of(files=OLDER)), load_pack(pack_of(files=NEWER, version="2009"))


def paragraph(old, new):
    return " ".join(summarise(differences(old, new)).sentences)


def sections(old, new):
    return {section.title: section for section in summarise(differences(old, new)).sections}


def test_it_reads_like_a_paragraph(years):
    assert paragraph(*years) == (
        "Tiny 2009 asks nine questions, the same number as Tiny 2008. Of the nine questions of "
        "Tiny 2008, one stays as it was, two are reworded, one is rated on another scale, one is "
        "moved, one is split, two are merged and one is no longer asked. There is one new "
        "question, in Caf. Of its nine questions, three can be compared with Tiny 2008 as they "
        "are, four only with care (their line is dashed) and one cannot be compared, because it "
        "changed too much; the new one starts a line of its own."
    )


def test_nothing_changed_is_said_in_two_sentences(pack_of):
    old = load_pack(pack_of())
    new = load_pack(pack_of(files={"changes.yaml": SAME}, version="2009"))
    assert paragraph(old, new) == (
        "Tiny 2009 asks three questions, the same number as Tiny 2008. All of Tiny 2008 stay as "
        "they were. Of its three questions, three can be compared with Tiny 2008 as they are."
    )
    assert summarise(differences(old, new)).sections == ()


def test_old_and_new_wording_stand_below_each_other_with_the_reason(years):
    first, second = sections(*years)["Reworded"].entries
    assert first.line == "Q-2"
    assert first.below == (
        "Was: Staff here do q-2.",
        "Now: Staff here really do q-2.",
        "Can only be compared with earlier answers with care.",
    )
    assert second.line == "S-2B (S-2 before)"
    assert "Cannot be compared with earlier answers." in second.below
    why = "Why: It was hard to answer. Decided by the working group, 1 March 2009."
    assert sections(*years)["Reworded"].why == why
    assert why in sections(*years)["No longer asked"].entries[0].below


def test_what_was_split_merged_and_moved_names_both_sides(years):
    told = sections(*years)
    assert [told[one].entries[0].line for one in ("Split", "Merged", "Moved")] == [
        "Q-3 becomes Q-3A and Q-3B",
        "Q-4 and Q-5 become Q-45",
        "Q-7",
    ]
    assert "Now: Q-3B: Staff here do q-3b." in told["Split"].entries[0].below
    assert "The theme was “Caf” and is now “Sharing”." in told["Moved"].entries[0].below


def test_new_questions_are_told_by_theme(pack_of):
    old = load_pack(pack_of(files=OLDER))
    # A new theme of two questions, and one new question in a theme that was there.
    more = theme("vision", item("v-1"), item("v-2"))
    caf = OLDER["themes/caf.yaml"] + item("q-8")
    scales = OLDER["scales.yaml"] + "      vision: {1: no, 2: partly, 3: yes}\n"
    ids = ", ".join(one.id for one in old.items)
    changes = (
        f"since: tiny@2008\nchanges:\n  - {{kind: same, from: [{ids}]}}\n"
        f"  - {{kind: added, to: [q-8, v-1, v-2], {SIGNED}}}\n"
    )
    new = load_pack(
        pack_of(
            {"pack.yaml": [("  - sharing", "  - sharing\n  - vision")]},
            files={
                "themes/caf.yaml": caf,
                "themes/sharing.yaml": OLDER["themes/sharing.yaml"],
                "themes/vision.yaml": more,
                "scales.yaml": scales,
                "changes.yaml": changes,
            },
            version="2009",
        )
    )
    assert (
        "There are three new questions: one in Caf and two in Vision. "
        "There is one new theme: Vision."
    ) in paragraph(old, new)
    assert [entry.line for entry in sections(old, new)["New questions"].entries] == [
        "Caf: one question",
        "Vision: two questions",
    ]


def test_a_pack_that_does_not_lead_from_the_other_says_so_and_matches_by_id(years):
    old, new = years
    backwards = paragraph(new, old)
    assert "Nothing can be compared between the two" in backwards
    assert "it has no changes.yaml" in backwards
    found = differences(new, old)
    assert {step.old[0].id for step in found.of(ChangeKind.SAME)} == {"q-1"}
    assert found.compared(Comparability.YES) == ()


def test_another_beginning_is_named(years):
    old, new = years
    other = old.model_copy(update={"version": "2007"})
    assert "its changes.yaml starts from tiny@2008" in paragraph(other, new)


def test_a_reader_sees_other_words_where_changes_yaml_says_the_same(pack_of):
    old = load_pack(pack_of())
    folder = pack_of(files={"changes.yaml": SAME}, version="2009")
    new = load_pack(folder)
    changed = Pack.from_json(new.to_json().replace("We can show that it helps.", "It helps."))
    (step,) = differences(old, changed).of(ChangeKind.REWORDED)
    assert (step.old[0].text, step.new[0].text) == ("We can show that it helps.", "It helps.")


@given(st.sets(st.sampled_from([one.id for one in SHIPPED.items]), min_size=1))
def test_every_question_of_either_pack_is_accounted_for_once(kept):
    """Whatever is left of a pack, each question stays, goes or comes, and none does two of it."""
    smaller = SHIPPED.model_copy(
        update={
            "themes": tuple(
                one.model_copy(update={"items": tuple(i for i in one.items if i.id in kept)})
                for one in SHIPPED.themes
            )
        }
    )
    for old, new in ((SHIPPED, smaller), (smaller, SHIPPED)):
        steps = differences(old, new).steps
        assert sorted(i.id for step in steps for i in step.old) == sorted(i.id for i in old.items)
        assert [i.id for step in steps for i in step.new] == [i.id for i in new.items]


def test_numbers_up_to_nine_are_words():
    assert [counted(n, "question") for n in (0, 1, 9, 10)] == [
        "no questions",
        "one question",
        "nine questions",
        "10 questions",
    ]
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "a",
        "a and b",
        "a, b and c",
    ]
