from pathlib import Path

import pytest

from owf.questionnaire import PackErrors, find_packs, load_named, load_pack

PACK = "tiny/2008/pack.yaml"
SCALES = "tiny/2008/scales.yaml"
CAF = "tiny/2008/themes/caf.yaml"
SHARING = "tiny/2008/themes/sharing.yaml"


def complaints(folder: Path) -> list[str]:
    with pytest.raises(PackErrors) as caught:
        load_pack(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_valid_pack_loads_with_its_themes_in_the_listed_order(pack_of):
    pack = load_pack(pack_of({"pack.yaml": [("- caf\n  - sharing", "- sharing\n  - caf")]}))
    assert [theme.id for theme in pack.themes] == ["sharing", "caf"]
    assert [item.id for item in pack.items] == ["sh-01", "caf-01", "caf-02"]


def test_no_and_yes_stay_the_words_that_were_written(pack_of):
    pack = load_pack(pack_of())
    assert pack.scale.descriptors["caf"] == {1: "no", 3: "partly", 5: "yes"}


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param(
            "themes/caf.yaml",
            "hint: Think of courses.",
            "hnt: Think of courses.",
            f"{CAF}:10: unknown key `hnt` - did you mean `hint`?",
            id="a misspelt key, told once",
        ),
        pytest.param(
            "themes/caf.yaml",
            "intro: About the CAF.",
            "intro: About the CAF.\ncolour: blue",
            f"{CAF}:5: unknown key `colour` - use one of: id, intro, items, short_title, title",
            id="a key that is like no other",
        ),
        pytest.param(
            "themes/caf.yaml",
            "    short_name: Trained\n",
            "",
            f"{CAF}:6: `short_name` is missing - add `short_name`",
            id="a missing key, at the entry that lacks it",
        ),
        pytest.param(
            "pack.yaml",
            'version: "2008"',
            "version: 2008",
            f"{PACK}:3: `version` is not text - put it in quotes",
            id="a number for text",
        ),
        pytest.param(
            "scales.yaml",
            "midpoint: 3",
            "midpoint: middle",
            f"{SCALES}:9: `midpoint` is not a number - "
            "write a number without quotes, such as 3 or 2.5",
            id="text for a number",
        ),
        pytest.param(
            "scales.yaml",
            "{value: 4,",
            '{value: "4",',
            f"{SCALES}:7: `value` is not a whole number - write a number without quotes, such as 3",
            id="quoted number",
        ),
        pytest.param(
            "pack.yaml",
            "audiences: [leaders, practitioners]",
            "audiences: leaders",
            f"{PACK}:8: `audiences` is not a list - write one entry per line, each after `- `",
            id="text for a list",
        ),
        pytest.param(
            "themes/sharing.yaml",
            "title: Information sharing",
            "title: Information sharing\nintro: Twice.",
            f"{SHARING}:5: `intro` is here twice, first on line 3 - keep one of the two",
            id="a duplicate key",
        ),
        pytest.param(
            "themes/sharing.yaml",
            "id: sh-01",
            "id: caf-02",
            f"{SHARING}:6: the id `caf-02` is already used at {CAF}:14 - give this one another id",
            id="an item id used in two files",
        ),
        pytest.param(
            "themes/caf.yaml",
            "code: CAF 2",
            "code: CAF 1",
            f"{CAF}:15: the code `CAF 1` is already used at {CAF}:7 - give this one another code",
            id="a printed code used twice",
        ),
        pytest.param(
            "pack.yaml",
            "- id: benefit",
            "- id: training",
            f"{PACK}:18: the id `training` is already used at {PACK}:15 - give this one another id",
            id="an aspect id used twice",
        ),
        pytest.param(
            "pack.yaml",
            "- id: police",
            "- id: health",
            f"{PACK}:12: the id `health` is already used at {PACK}:10 - give this one another id",
            id="a sector id used twice",
        ),
        pytest.param(
            "pack.yaml",
            "  - sharing",
            "  - sharing\n  - caf",
            f"{PACK}:24: the theme `caf` is already listed on line 22 - keep one of the two",
            id="a theme listed twice",
        ),
        pytest.param(
            "themes/sharing.yaml",
            "id: sharing",
            "id: caf",
            f"{SHARING}:1: the theme's id is `caf` but its file is sharing.yaml - "
            "make the two the same",
            id="a theme with another's id",
        ),
        pytest.param(
            "themes/sharing.yaml",
            "aspect: training",
            "aspect: trainning",
            f"{SHARING}:11: the aspect `trainning` is not in pack.yaml - did you mean `training`?",
            id="an unknown aspect",
        ),
        pytest.param(
            "themes/caf.yaml",
            "audience: leaders",
            "audience: leader",
            f"{CAF}:20: `audience` is `leader`, which is unknown - did you mean `leaders`?",
            id="an unknown audience",
        ),
        pytest.param(
            "themes/caf.yaml",
            "text: Staff are trained.",
            "text: ''",
            f"{CAF}:8: `text` has no text - write it",
            id="empty quotes",
        ),
        pytest.param(
            "themes/caf.yaml",
            "text: Staff are trained.",
            "text:",
            f"{CAF}:8: `text` is empty - write it",
            id="nothing after the colon",
        ),
        pytest.param(
            "themes/caf.yaml",
            "short_name: Trained",
            "short_name: A name that no chart on this earth can show",
            f"{CAF}:9: `short_name` has 43 characters - use at most 40",
            id="a short name that is long",
        ),
        pytest.param(
            "themes/caf.yaml",
            "id: caf-01",
            "id: CAF 01",
            f"{CAF}:6: `id` is `CAF 01`, which cannot be an id - "
            "use small letters, digits and hyphens",
            id="an id with a space",
        ),
        pytest.param(
            "pack.yaml",
            "format: 1",
            "format: 2",
            f"{PACK}:1: `format` is `2`, which is unknown - use one of: 1",
            id="a format of the future",
        ),
        pytest.param(
            "scales.yaml",
            "        5: yes\n      sharing:",
            "      sharing:",
            f"{SCALES}:17: `caf` has no descriptor at level 5 - "
            "say under `descriptors: caf:` what level 5 looks like",
            id="a missing descriptor at the top",
        ),
        pytest.param(
            "scales.yaml",
            "        3: partly\n        5: yes\n      sharing:",
            "        5: yes\n      sharing:",
            f"{SCALES}:17: `caf` has no descriptor at level 3 - "
            "say under `descriptors: caf:` what level 3 looks like",
            id="a missing descriptor in the middle",
        ),
        pytest.param(
            "scales.yaml",
            "      caf:\n        1: no\n",
            "      caf:\n        6: more\n        1: no\n",
            f"{SCALES}:18: `caf` has a descriptor for level 6, which is not on the scale - use "
            "one of: 1, 2, 3, 4, 5",
            id="a descriptor for no level",
        ),
        pytest.param(
            "scales.yaml",
            "      caf:\n",
            "      coffee: {1: no, 3: partly, 5: yes}\n      caf:\n",
            f"{SCALES}:17: there are descriptors for `coffee`, which is not a theme of this pack "
            "- remove it",
            id="descriptors for no theme",
        ),
        pytest.param(
            "scales.yaml",
            "{value: 5, label: embedded",
            "{value: 6, label: embedded",
            f"{SCALES}:8: level 6 comes after level 4 - make it 5",
            id="a gap between levels",
        ),
        pytest.param(
            "scales.yaml",
            "label: good progress, ",
            "",
            f"{SCALES}:7: `label` is missing - add `label`",
            id="a level without a label",
        ),
        pytest.param(
            "scales.yaml",
            "midpoint: 3",
            "midpoint: 7",
            f"{SCALES}:9: the midpoint 7 is not between the levels - use a number between 1 and 5",
            id="a midpoint off the scale",
        ),
        pytest.param(
            "scales.yaml",
            "{lower: 3, upper: 5,",
            "{lower: 3.5, upper: 5,",
            f"{SCALES}:12: this band starts at 3.5 - "
            "start it at 3, so that bands neither overlap nor leave a gap",
            id="a gap between bands",
        ),
        pytest.param(
            "scales.yaml",
            "{lower: 3, upper: 5,",
            "{lower: 3, upper: 4,",
            f"{SCALES}:12: the bands end at 4 - end the last one at 5, the highest level",
            id="bands that end early",
        ),
        pytest.param(
            "scales.yaml",
            "value: not_applicable",
            "value: dont_know",
            f"{SCALES}:15: `dont_know` is already on line 14 - keep one of the two",
            id="a non-score twice",
        ),
        pytest.param(
            "themes/caf.yaml",
            "references: [A guide]",
            "references: [A guide",
            f"{CAF}:14: this is not YAML: while parsing a flow sequence, expected ',' or ']', "
            "but got ':' - look at this line and the one above for indents, brackets, a colon "
            "or an unclosed quote",
            id="a syntax error",
        ),
        pytest.param(
            "themes/caf.yaml",
            "title: Common Assessment Framework\nshort_title: CAF",
            "title: &name CAF\nshort_title: *name",
            f"{CAF}:3: a value is repeated by `*` - write it out in full",
            id="an alias",
        ),
    ],
)
def test_a_broken_pack_is_told_where_it_is_broken_and_what_to_do(pack_of, file, old, new, expected):
    told = complaints(pack_of({file: [(old, new)]}))
    place = expected.split(": ")[0]
    assert [line for line in told if line.startswith(f"{place}: ")] == [expected]


def test_a_misspelt_key_is_not_also_called_missing(pack_of):
    assert len(complaints(pack_of({"themes/caf.yaml": [("hint: Think of cases.", "hnt: x")]}))) == 1


def test_an_unreadable_level_is_not_also_told_of_bands_and_descriptors(pack_of):
    assert len(complaints(pack_of({"scales.yaml": [("{value: 1,", "{value: one,")]}))) == 1


def test_a_theme_without_any_descriptor_is_told_at_the_list_of_descriptors(pack_of):
    folder = pack_of(
        {
            "scales.yaml": [
                ("      sharing:\n        1: no\n        3: partly\n        5: yes\n", "")
            ]
        }
    )
    assert complaints(folder) == [
        f"{SCALES}:16: `sharing` has no descriptor at level {level} - "
        f"say under `descriptors: sharing:` what level {level} looks like"
        for level in (1, 3, 5)
    ]


def test_a_listed_theme_without_a_file_is_refused(pack_of):
    assert complaints(pack_of(files={"themes/sharing.yaml": None})) == [
        f"{PACK}:23: there is no themes/sharing.yaml - write the file or remove it from the list"
    ]


def test_a_theme_file_that_is_not_listed_is_refused(pack_of):
    told = complaints(pack_of({"pack.yaml": [("  - sharing\n", "")]}))
    assert (
        f"{SHARING}:1: this theme is not listed in pack.yaml - "
        "add `- sharing` under `themes` there or remove this file"
    ) in told


def test_a_pack_without_scales_is_refused(pack_of):
    assert complaints(pack_of(files={"scales.yaml": None})) == [
        f"{SCALES}:1: this file is missing - add the file to the pack"
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "this file is empty"),
        ("- a\n- b\n", "this file is not a list of `key: value`"),
        ("id: \x00\n", "this is not YAML: there is a character that YAML does not allow"),
        ("[" * 5000, "this is not YAML: it is nested too deeply"),
    ],
)
def test_a_file_that_is_no_theme_at_all_is_refused(pack_of, text, what):
    told = complaints(pack_of(files={"themes/sharing.yaml": text}))
    assert len(told) == 1
    assert told[0].startswith(f"{SHARING}:1: {what} - ")


def test_text_in_another_encoding_is_refused(pack_of):
    folder = pack_of()
    (folder / "themes/sharing.yaml").write_bytes("title: Café".encode("latin-1"))
    assert complaints(folder) == [
        f"{SHARING}:1: this file cannot be read as text - save it as UTF-8 text"
    ]


def test_all_errors_of_all_files_are_told_at_once_in_order(pack_of):
    folder = pack_of(
        {
            "pack.yaml": [("title: Tiny", "titel: Tiny"), ("status: draft", "status: drafty")],
            "scales.yaml": [("      caf:\n        1: no\n", "      caf:\n")],
            "themes/caf.yaml": [("references: [A guide]", "references: [A guide")],
            "themes/sharing.yaml": [
                ("intro: About sharing.", "intro: About sharing.\nintro: Again."),
                ("aspect: training", "aspect: benefits"),
                ("audience: all", "audience: everyone"),
            ],
        }
    )
    assert [told.partition(" - ")[0] for told in complaints(folder)] == [
        f"{PACK}:4: unknown key `titel`",
        f"{PACK}:5: `status` is `drafty`, which is unknown",
        f"{SCALES}:17: `caf` has no descriptor at level 1",
        f"{CAF}:14: this is not YAML: while parsing a flow sequence, expected ',' or ']', "
        "but got ':'",
        f"{SHARING}:5: `intro` is here twice, first on line 4",
        f"{SHARING}:12: the aspect `benefits` is not in pack.yaml",
        f"{SHARING}:13: `audience` is `everyone`, which is unknown",
    ]


def test_the_error_itself_prints_every_problem_on_a_line(pack_of):
    folder = pack_of({"pack.yaml": [("title: Tiny", "titel: Tiny"), ("format: 1", "format: 9")]})
    with pytest.raises(PackErrors) as caught:
        load_pack(folder)
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        f"{PACK}:1",
        f"{PACK}:4",
    ]


def test_a_file_outside_the_current_folder_is_named_in_full(pack_of, monkeypatch, tmp_path):
    folder = (tmp_path / pack_of({"pack.yaml": [("format: 1", "format: 9")]})).absolute()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert complaints(folder)[0].startswith(f"{folder}/pack.yaml:1: ")


@pytest.mark.parametrize("name", [".", "nowhere"])
def test_a_folder_that_is_no_pack_is_refused(tmp_path, name):
    assert "this is not a pack: there is no pack.yaml in it" in complaints(tmp_path / name)[0]


def test_packs_are_found_and_loaded_by_name(pack_of, tmp_path):
    folder = pack_of()
    assert find_packs(tmp_path) == [tmp_path / folder]
    assert load_named(tmp_path, "tiny@2008").name == "tiny@2008"


@pytest.mark.parametrize("name", ["tiny@2009", "../tiny@2008", "tiny", ""])
def test_an_unknown_name_is_refused(pack_of, tmp_path, name):
    pack_of()
    with pytest.raises(PackErrors, match="there is no pack") as caught:
        load_named(tmp_path, name)
    assert "tiny@2008" in str(caught.value)


def test_a_pack_in_the_folder_of_another_is_refused(pack_of, tmp_path):
    pack_of({"pack.yaml": [('"2008"', '"2009"')]})
    with pytest.raises(
        PackErrors, match=r"tiny/2008/pack\.yaml:1: this pack calls itself tiny@2009"
    ):
        load_named(tmp_path, "tiny@2008")
