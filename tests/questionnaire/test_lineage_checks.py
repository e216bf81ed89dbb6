"""Each rule of `changes.yaml` is broken once."""

import pytest

from owf.questionnaire import ChangeKind, check_pack, load_pack
from tests.questionnaire.conftest import SAME
from tests.questionnaire.years import CHANGES, NEWER, OLDER, SIGNED, item, theme

FILE = "tiny/2009/changes.yaml"


@pytest.fixture
def newer(pack_of):
    """Writes both packs, the newer one with other files or other changes; gives its folder."""

    def write(*changes, **files):
        pack_of(files=OLDER)
        text = NEWER["changes.yaml"]
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in changes.yaml"
            text = text.replace(old, new)
        named = {f"themes/{name}.yaml": text for name, text in files.items()}
        return pack_of(files=NEWER | {"changes.yaml": text} | named, version="2009")

    return write


def errors(folder):
    return [str(one) for one in check_pack(folder).errors]


def test_a_year_that_changes_questions_in_every_way_is_fine(newer):
    pack = load_pack(newer())
    assert {change.kind for change in pack.lineage.changes} == set(ChangeKind)
    assert [link.old for link in pack.lineage.origins_of("q-45")] == ["q-4", "q-5"]


def line(number, what, todo):
    return f"{FILE}:{number}: {what} - {todo}"


EVERY = "every change but `same` says why, by whom and when"
PAIRWISE = "write as many ids under `to` as under `from`, pair by pair, or no `to` at all"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "from: q-1}",
            "from: q-l}",
            [
                line(3, "`q-l` is not a question of tiny@2008", "did you mean `q-1`?"),
            ],
            id="a misspelt id, told once though it stands for both sides",
        ),
        pytest.param(
            "to: q-45",
            "to: q-46",
            [line(6, "`q-46` is not a question of tiny@2009", "did you mean `q-45`?")],
            id="a misspelt id of this pack",
        ),
        pytest.param(
            "  - {kind: same, from: q-1}\n",
            "",
            [
                line(
                    2,
                    "`q-1` of tiny@2008 is under no `from`",
                    "say what happened to it, even if only `same` or `removed`",
                ),
                line(
                    2,
                    "`q-1` of tiny@2009 is under no `to`",
                    "say where it comes from, even if only `same` or `added`",
                ),
            ],
            id="a question without an account",
        ),
        pytest.param(
            "kind: removed, from: q-6,",
            "kind: removed, from: [q-6, q-4],",
            [line(7, "`q-4` is already under `from` on line 6", "keep one of the two")],
            id="an earlier question with two accounts",
        ),
        pytest.param(
            "kind: added, to: n-1,",
            "kind: added, to: [n-1, q-45],",
            [line(17, "`q-45` is already under `to` on line 6", "keep one of the two")],
            id="a question that comes from two places",
        ),
        pytest.param(
            "kind: split, from: q-3, to: [q-3a, q-3b]",
            "kind: reworded, from: q-3, to: [q-3a, q-3b]",
            [line(5, "the ids do not fit the kind `reworded`", PAIRWISE)],
            id="one for two, where ids go pair by pair",
        ),
        pytest.param(
            "from: [q-4, q-5], to: q-45",
            "from: [q-4, q-5], to: []",
            [
                line(
                    2,
                    "`q-45` of tiny@2009 is under no `to`",
                    "say where it comes from, even if only `same` or `added`",
                ),
                line(
                    6,
                    "the ids do not fit the kind `merged`",
                    "write two or more ids under `from`, and one under `to`",
                ),
            ],
            id="merged into nothing",
        ),
        pytest.param(
            "comparable: with_care, " + SIGNED + "}\n  - {kind: split",
            SIGNED + "}\n  - {kind: split",
            [
                line(
                    4,
                    "`comparable` is missing",
                    "add it: yes joins the line, with_care joins it dashed, no breaks it",
                )
            ],
            id="a change that does not say whether it may be compared",
        ),
        pytest.param(
            "kind: same, from: q-1",
            "kind: same, from: q-1, comparable: with_care",
            [
                line(
                    3,
                    "a question that is the same cannot be `comparable: with_care`",
                    "remove `comparable`, or choose the kind that says what changed",
                )
            ],
            id="the same, with care",
        ),
        pytest.param(
            "kind: removed,",
            "kind: removed, comparable: no,",
            [line(7, "with `removed` there is nothing to compare with", "remove `comparable`")],
            id="nothing to compare with",
        ),
        pytest.param(
            f"kind: added, to: n-1, {SIGNED}",
            "kind: added, to: n-1, reason: It was missing.",
            [
                line(17, "`date` is missing", f"add `date`: {EVERY}"),
                line(17, "`decided_by` is missing", f"add `decided_by`: {EVERY}"),
            ],
            id="a change that nobody answers for",
        ),
        pytest.param(
            "kind: moved, from: q-7, comparable: yes",
            "kind: same, from: q-7",
            [
                line(
                    8,
                    "`q-7` is said to be the same, but the theme changed",
                    "choose another kind, or undo the change",
                )
            ],
            id="the same in another theme",
        ),
        pytest.param(
            "kind: same, from: q-1",
            f"kind: reworded, from: q-1, comparable: yes, {SIGNED}",
            [
                line(
                    3,
                    "`q-1` is said to be reworded, but has the same words",
                    "choose another kind, such as `same`",
                )
            ],
            id="reworded in the same words",
        ),
        pytest.param(
            "kind: same, from: q-1",
            f"kind: moved, from: q-1, comparable: yes, {SIGNED}",
            [
                line(
                    3,
                    "`q-1` is said to be moved, but theme, aspect and audience are the same",
                    "choose another kind, such as `same`",
                )
            ],
            id="moved to where it was",
        ),
        pytest.param(
            "kind: same, from: q-1",
            f"kind: rescaled, from: q-1, comparable: no, {SIGNED}",
            [
                line(
                    3,
                    "`q-1` cannot be compared with the earlier question, but keeps its id",
                    "give the question a new id under `to`, because an id always means the same "
                    "question",
                ),
                line(
                    3,
                    "`q-1` is said to be rescaled, but has the same scale",
                    "choose another kind, such as `same`",
                ),
            ],
            id="rescaled on the same scale, and not comparable under the same id",
        ),
        pytest.param(
            "convert: {1: 1, 2: 2, 3: 3}",
            "convert: {1: 1, 3: 3}",
            [
                line(
                    12,
                    "`convert` does not say what to do with level 2",
                    "write `earlier level: level here` for every earlier level, or say "
                    "`comparable: no`",
                )
            ],
            id="a level that leads nowhere",
        ),
        pytest.param(
            "    convert: {1: 1, 2: 2, 3: 3}\n",
            "",
            [
                line(
                    9,
                    "`convert` does not say what to do with level 1, 2 and 3",
                    "write `earlier level: level here` for every earlier level, or say "
                    "`comparable: no`",
                )
            ],
            id="another scale without a way to it",
        ),
        pytest.param(
            "3: 3}",
            "3: 4}",
            [
                line(
                    12,
                    "`3: 4` leads from or to a level that is not on the scale",
                    "use 1, 2 and 3 before the colon and 1, 2 and 3 after it",
                )
            ],
            id="a level beyond the scale",
        ),
        pytest.param(
            "kind: moved, from: q-7,",
            "kind: moved, from: q-7, convert: {1: 1},",
            [line(8, "`convert` belongs to the kind `rescaled`, not to `moved`", "remove it")],
            id="a conversion where the scale stayed",
        ),
        pytest.param(
            "date: 2009-03-01\n",
            "date: last spring\n",
            [line(15, "`date` is not a date", "write it as 2009-06-30")],
            id="a date in words",
        ),
        pytest.param(
            "kind: moved,",
            "kind: mooved,",
            [line(8, "`kind` is `mooved`, which is unknown", "did you mean `moved`?")],
            id="a misspelt kind",
        ),
        pytest.param(
            "comparable: no,",
            "comparabel: no,",
            [line(16, "unknown key `comparabel`", "did you mean `comparable`?")],
            id="a misspelt key",
        ),
    ],
)
def test_a_broken_lineage_is_told_where_and_what_to_do(newer, old, new, expected):
    assert errors(newer((old, new))) == expected


def test_the_same_means_untouched_in_all_that_is_answered(newer):
    caf = NEWER["themes/caf.yaml"].replace(
        item("q-1"), item("q-1", "Staff do.", aspect="benefit", audience="leaders")
    )
    assert errors(newer(caf=caf)) == [
        line(
            3,
            "`q-1` is said to be the same, but the text, the aspect and the audience changed",
            "choose another kind, or undo the change",
        )
    ]


def test_a_hint_may_change_in_what_is_the_same(newer):
    caf = NEWER["themes/caf.yaml"].replace("Think of last month.", "Think of last year.", 1)
    assert errors(newer(caf=caf)) == []


def test_an_id_is_never_used_again_for_another_question(newer):
    # q-6 goes, and a new question gets its id.
    caf = NEWER["themes/caf.yaml"].replace(item("n-1"), item("q-6", "Quite another question."))
    assert errors(newer(("to: n-1", "to: q-6"), caf=caf)) == [
        line(
            7,
            "`q-6` is removed here, but its id is used for another question",
            "give that one an id that no pack has had",
        )
    ]


def test_ids_that_change_places_are_not_the_same_questions(pack_of):
    pack_of()
    folder = pack_of(
        files={
            "changes.yaml": SAME.replace(
                "{kind: same, from: [caf-01, caf-02, sh-01]}",
                "{kind: same, from: [caf-01, sh-01, caf-02], to: [sh-01, caf-01, caf-02]}",
            )
        },
        version="2009",
    )
    used = "`{}` is same here, but its id is used for another question"
    found = errors(folder)
    assert [one for one in found if used.format("caf-01") in one]
    assert [one for one in found if used.format("sh-01") in one]


def test_an_id_is_not_used_again_years_later(newer, pack_of):
    newer()
    caf = theme("caf", *(item(f"q-{one}") for one in ("1", "2", "3a", "3b", "45", "6")))
    caf = caf.replace("Staff here do q-2.", "Staff here really do q-2.")
    folder = pack_of(
        files=NEWER
        | {
            "themes/caf.yaml": caf,
            "changes.yaml": "since: tiny@2009\nchanges:\n"
            "  - {kind: same, from: [q-1, q-2, q-3a, q-3b, q-45, q-7, s-1, s-2b]}\n"
            f"  - {{kind: removed, from: n-1, {SIGNED}}}\n"
            f"  - {{kind: added, to: q-6, {SIGNED}}}\n",
        },
        version="2010",
    )
    assert errors(folder) == [
        "tiny/2010/changes.yaml:5: the id `q-6` was already used in tiny@2008 - "
        "give the new question an id that no pack has had"
    ]


def test_other_level_numbers_need_a_conversion(newer):
    folder = newer(
        ("kind: rescaled", "kind: reworded"),
        ("    convert: {1: 1, 2: 2, 3: 3}\n", ""),
        sharing=NEWER["themes/sharing.yaml"].replace("Staff here do s-1.", "We do s-1."),
    )
    scales = folder / "scales.yaml"
    four = "      - {value: 3, label: progress three, short: Three}\n"
    text = scales.read_text(encoding="utf-8").replace(
        "upper: 3, label: all", "upper: 4, label: all"
    )
    for words in ("progress", "frequency"):
        three = four.replace("progress", words)
        text = text.replace(three, three + three.replace("3", "4").replace("three", "four"))
    scales.write_text(text.replace("3: yes", "4: yes"), encoding="utf-8")
    found = [one for one in errors(folder) if "`s-1`" in one]
    assert found == [
        line(
            10,
            "`s-1` has different levels than before, so it cannot be compared as it is",
            "use the kind `rescaled` with `convert`, or say `comparable: no`",
        )
    ]


# Where the pack before cannot be looked at, that is one problem and hides no other.


@pytest.mark.parametrize(
    ("since", "what", "todo"),
    [
        ("tiny@2007", "there is no pack `tiny@2007` beside this one", "did you mean `tiny@2008`?"),
        (
            "tiny@2009",
            "`since` goes round in a circle: tiny@2009, tiny@2009",
            "name the pack that came before this one",
        ),
        (
            "tiny-2008",
            "`since` is `tiny-2008`, which is not the name of a pack",
            "write `id@version`, integrated-working@2008 say",
        ),
    ],
)
def test_a_pack_before_that_is_none_is_one_problem(newer, since, what, todo):
    assert errors(newer(("since: tiny@2008", f"since: {since}"))) == [line(1, what, todo)]


def test_packs_that_come_before_each_other_are_one_problem(pack_of):
    pack_of(files={"changes.yaml": SAME.replace("2008", "2009")})
    folder = pack_of(files={"changes.yaml": SAME}, version="2009")
    assert errors(folder) == [
        line(
            1,
            "tiny@2008 is broken (tiny/2008/changes.yaml:1: `since` goes round in a circle: "
            "tiny@2009, tiny@2008, tiny@2009)",
            "correct that pack first",
        )
    ]


def test_a_broken_pack_before_is_one_problem_that_names_the_first_of_its_own(newer):
    folder = newer()
    (folder.parent / "2008" / "scales.yaml").unlink()
    assert errors(folder) == [
        line(
            1,
            "tiny@2008 is broken (tiny/2008/scales.yaml:1: this file is missing)",
            "correct that pack first",
        )
    ]


def test_a_pack_before_in_a_folder_of_another_name_is_refused(newer):
    folder = newer()
    head = folder.parent / "2008" / "pack.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace('"2008"', '"2007"'), encoding="utf-8")
    assert errors(folder) == [
        line(
            1,
            "the pack in the folder of tiny@2008 calls itself tiny@2007",
            "correct its id and version",
        )
    ]


def test_problems_of_changes_are_told_with_those_of_other_files(newer):
    folder = newer(
        (f"kind: added, to: n-1, {SIGNED}", "kind: added, to: n-1"),
        caf=NEWER["themes/caf.yaml"].replace("    code: Q-1\n", "", 1),
    )
    assert [one.split(": ")[0] for one in errors(folder)] == [
        f"{FILE}:17",
        f"{FILE}:17",
        f"{FILE}:17",
        "tiny/2009/themes/caf.yaml:6",
    ]


def test_what_is_the_same_need_not_name_its_ids_twice(newer):
    folder = newer(("kind: same, from: q-1", "kind: same, from: q-1, to: q-1"))
    assert load_pack(folder).lineage.links()[0].new == "q-1"
    assert "to: q-1" not in CHANGES
