"""A published pack is held to what was published, and whatever differs is named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.questionnaire import Pack, check_pack, load_named, load_pack
from owf.questionnaire.published import PUBLISHED, drifts, published_text
from owf.settings import PACKS
from tests.questionnaire.conftest import SAME

SHIPPED = load_named(PACKS, "integrated-working@2008")
UNDO = "undo it, or copy the folder to a new version and change it there"
CAF = "tiny/2008/themes/caf.yaml"


@pytest.fixture
def published(pack_of):
    """Publishes the tiny pack and gives its folder."""

    def write(**given):
        folder = pack_of(**given)
        head = folder / "pack.yaml"
        head.write_text(
            head.read_text(encoding="utf-8").replace("status: draft", "status: published"),
            encoding="utf-8",
        )
        (folder / PUBLISHED).write_text(published_text(load_pack(folder)), encoding="utf-8")
        return folder

    return write


def errors(folder):
    return [str(one) for one in check_pack(folder).errors]


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_published_pack_that_nobody_touched_is_fine(published):
    folder = published()
    assert check_pack(folder).warnings == ()
    assert errors(folder) == []


def test_what_is_kept_is_the_very_pack(published):
    folder = published()
    kept = (folder / PUBLISHED).read_text(encoding="utf-8")
    assert Pack.from_json(kept) == load_pack(folder)
    assert Pack.from_json(kept).digest() == load_pack(folder).digest()


def test_comments_and_the_order_of_keys_are_no_change(published):
    folder = published()
    edit(folder, "themes/caf.yaml", "id: caf\n", "# The first theme.\nid: caf\n")
    edit(folder, "scales.yaml", "    midpoint: 3\n", "")
    edit(folder, "scales.yaml", "  - id: progress\n", "  - id: progress\n    midpoint: 3\n")
    assert errors(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param(
            "themes/caf.yaml",
            "text: We can show that it helps.",
            "text: It helps.",
            f"{CAF}:16: the text of CAF 2 differs from what was published",
            id="a statement",
        ),
        pytest.param(
            "themes/caf.yaml",
            "short_name: It helps",
            "short_name: Helps\n    required: false",
            f"{CAF}:17: the short name of CAF 2 differs from what was published",
            id="a short name",
        ),
        pytest.param(
            "themes/caf.yaml",
            "intro: About the CAF.",
            "intro: About it.",
            f"{CAF}:4: the intro of the theme CAF differs from what was published",
            id="what a theme says",
        ),
        pytest.param(
            "scales.yaml",
            "label: embedded",
            "label: rooted",
            "tiny/2008/scales.yaml:3: the levels of the scale `progress` differ from what was "
            "published",
            id="a level",
        ),
        pytest.param(
            "scales.yaml",
            "      caf:\n        1: no",
            "      caf:\n        1: none",
            "tiny/2008/scales.yaml:17: what the levels look like in `caf`, on the scale "
            "`progress`, differs from what was published",
            id="a descriptor",
        ),
        pytest.param(
            "pack.yaml",
            "title: Police",
            "title: The police",
            "tiny/2008/pack.yaml:13: the title of the sector `police` differs from what was "
            "published",
            id="a sector's title",
        ),
        pytest.param(
            "pack.yaml",
            "  - id: police\n",
            "  - id: sport\n    title: Sport\n  - id: police\n",
            "tiny/2008/pack.yaml:12: the sector `sport` was not in what was published",
            id="another sector",
        ),
        pytest.param(
            "pack.yaml",
            "licence: CC BY 4.0",
            "licence: None",
            "tiny/2008/pack.yaml:7: the licence differs from what was published",
            id="the licence",
        ),
        pytest.param(
            "themes/sharing.yaml",
            "id: sh-01",
            "id: sh-02",
            "tiny/2008/themes/sharing.yaml:6: SH 1 was not in what was published",
            id="a question's id",
        ),
        pytest.param(
            "pack.yaml",
            "- caf\n  - sharing",
            "- sharing\n  - caf",
            "tiny/2008/pack.yaml:21: the order of themes differs from what was published",
            id="the order of themes",
        ),
        pytest.param(
            "pack.yaml",
            "status: published",
            "status: draft",
            "tiny/2008/pack.yaml:5: this pack was published - write `status: published` again",
            id="a draft again",
        ),
    ],
)
def test_a_changed_file_with_an_unchanged_version_is_told_by_what_changed(
    published, file, old, new, expected
):
    folder = published()
    edit(folder, file, old, new)
    told = errors(folder)
    assert (expected if " - " in expected else f"{expected} - {UNDO}") in told


def test_a_question_that_was_taken_out_is_told(published):
    folder = published()
    path = folder / "themes/caf.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - id: caf-02")], encoding="utf-8")
    assert f"{CAF}:5: CAF 2 was published and is now missing - {UNDO}" in errors(folder)


def test_changed_changes_are_told(published, pack_of):
    pack_of()
    folder = published(files={"changes.yaml": SAME}, version="2009")
    edit(folder, "changes.yaml", "kind: same", "reason: None, kind: same")
    assert errors(folder) == [
        f"tiny/2009/changes.yaml:3: change 1 in changes.yaml differs from what was published - "
        f"{UNDO}"
    ]
    (folder / "changes.yaml").unlink()
    assert errors(folder) == [
        "tiny/2009/changes.yaml:1: changes.yaml was published and is now missing - " + UNDO
    ]


def test_a_copy_under_a_new_version_is_told_to_drop_what_was_published(published):
    folder = published()
    edit(folder, "pack.yaml", 'version: "2008"', 'version: "2009"')
    assert errors(folder) == [
        f"tiny/2008/{PUBLISHED}:1: this is tiny@2008 as it was published, and the pack is "
        "tiny@2009 - remove this file: the new version is published on its own"
    ]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 1'])
def test_a_damaged_published_json_is_told(published, text):
    folder = published()
    (folder / PUBLISHED).write_text(text, encoding="utf-8")
    assert errors(folder) == [
        f"tiny/2008/{PUBLISHED}:1: this is not a pack as it was published - "
        "put the file back as it was"
    ]


def test_a_pack_that_only_calls_itself_published_is_warned_of(published):
    folder = published()
    (folder / PUBLISHED).unlink()
    (warning,) = check_pack(folder).warnings
    assert str(warning) == (
        "tiny/2008/pack.yaml:5: there is no published.json, so nobody would notice a change - "
        "run `python -m owf packs publish tiny@2008`"
    )


def test_a_draft_needs_nothing(pack_of):
    assert check_pack(pack_of()).warnings == ()


# Whatever is changed in a pack is found.


def leaves(value, place=()):
    """The place of every single value."""
    if isinstance(value, dict | list) and value:
        steps = value if isinstance(value, dict) else range(len(value))
        for step in steps:
            yield from leaves(value[step], (*place, step))
    else:
        yield place


WHOLE = json.loads(SHIPPED.to_json())
PLACES = [
    place for place in leaves(WHOLE) if isinstance(place[-1], str) or place[-2] != "audiences"
]


@given(st.sampled_from(PLACES))
def test_every_word_of_a_pack_is_held_to_what_was_published(place):
    changed = json.loads(SHIPPED.to_json())
    holder = changed
    for step in place[:-1]:
        holder = holder[step]
    value = holder[place[-1]]
    holder[place[-1]] = f"{value}x" if isinstance(value, str) else 17
    try:
        now = Pack.model_validate_json(json.dumps(changed))
    except ValueError:
        return
    found = drifts(SHIPPED, now)
    assert bool(found) is (place != ("status",))
    assert all(one.what for one in found)


def test_a_pack_does_not_differ_from_itself():
    assert drifts(SHIPPED, SHIPPED) == ()
    draft = SHIPPED.model_copy(update={"status": "draft"})
    assert drifts(SHIPPED, draft) == ()
    assert draft.as_published() == SHIPPED
