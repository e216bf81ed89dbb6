"""Questions: whom they are for, when they are asked, what evidence they want, their scales."""

from textwrap import dedent

import pytest

from owf.questionnaire import PackErrors, load_pack
from tests.questionnaire.conftest import TINY

SCALES = "tiny/2008/scales.yaml"
CAF = "tiny/2008/themes/caf.yaml"
SHARING = "tiny/2008/themes/sharing.yaml"


def complaints(folder):
    with pytest.raises(PackErrors) as caught:
        load_pack(folder)
    return [str(problem) for problem in caught.value.problems]


SCALE_2 = """\
  - id: frequency
    levels:
      - {value: 1, label: never, short: Never}
      - {value: 2, label: seldom, short: Seldom}
      - {value: 3, label: sometimes, short: Sometimes}
      - {value: 4, label: often, short: Often}
      - {value: 5, label: always, short: Always}
    midpoint: 3
    bands:
      - {lower: 1, upper: 5, label: all}
    non_scores: []
    descriptors:
      sharing: {1: no, 3: partly, 5: yes}
"""


@pytest.fixture
def with_question(pack_of):
    """Adds lines to questions, `caf-01="..."` to the one of that id; gives what is wrong."""

    def write(second_scale="", **lines):
        change = {}
        for item_id, more in lines.items():
            file = "themes/caf.yaml" if item_id.startswith("caf") else "themes/sharing.yaml"
            first = f"id: {item_id.replace('_', '-')}\n"
            indented = "".join(f"    {line}\n" for line in more.splitlines())
            change.setdefault(file, []).append((first, first + indented))
        scales = dedent(TINY["scales.yaml"]) + second_scale
        return pack_of(change, files={"scales.yaml": scales})

    return write


def test_a_question_may_have_everything_that_the_format_knows(with_question):
    folder = with_question(
        SCALE_2,
        sh_01="scale: frequency\nsectors: [police]\nrequired: false\ncarry_forward: no\n"
        "applies_when: {item: caf-01, in: [1, 2, dont_know]}\n"
        "evidence: {required_from: 4, looks_like: An agreement.}\n"
        "actions: [Write one.]\nresources: [{title: A guide, url: 'https://example.org/a'}]\n"
        "tags: {viewpoint: team, outcomes: [stay-safe], common_core: [sharing-information]}\n"
        "guidance: Ask around.\ntoday: {text: Staff share.}",
    )
    item = load_pack(folder).item("sh-01")
    assert (item.carry_forward, item.applies_when.answers) == (False, (1, 2, "dont_know"))
    assert not item.is_for_sector("health")


@pytest.mark.parametrize(
    ("question", "more", "expected"),
    [
        pytest.param(
            "sh_01",
            "sectors: [health, polise]",
            f"{SHARING}:7: the sector `polise` is not in pack.yaml - did you mean `police`?",
            id="an unknown sector",
        ),
        pytest.param(
            "sh_01",
            "scale: progres",
            f"{SHARING}:7: the scale `progres` is not in scales.yaml - did you mean `progress`?",
            id="an unknown scale",
        ),
        pytest.param(
            "sh_01",
            "applies_when: {item: caf-11, in: [1]}",
            f"{SHARING}:7: `caf-11` is not a question in this pack - did you mean `caf-01`?",
            id="a condition on a question that is not there",
        ),
        pytest.param(
            "sh_01",
            "applies_when: {item: sh-01, in: [1]}",
            f"{SHARING}:7: this question depends on its own answer - name one that is asked "
            "before it",
            id="a condition on itself",
        ),
        pytest.param(
            "caf_01",
            "applies_when: {item: sh-01, in: [1]}",
            f"{CAF}:7: `sh-01` is asked after this question - ask it earlier, or name a question "
            "that is asked earlier",
            id="a condition on a later question",
        ),
        pytest.param(
            "sh_01",
            "applies_when: {item: caf-02, in: [1]}",
            f"{SHARING}:7: practitioners are asked this question, but not `caf-02` - "
            "ask `caf-02` of all too, or this question of leaders only",
            id="a condition on what only leaders are asked",
        ),
        pytest.param(
            "sh_01",
            "applies_when: {item: caf-01, in: [1, 6]}",
            f"{SHARING}:7: `6` is not an answer to `caf-01` - use one of: 1, 2, 3, 4, 5, "
            "dont_know, not_applicable",
            id="a condition on a level that is not there",
        ),
        pytest.param(
            "sh_01",
            "applies_when: {item: caf-01, in: [maybe]}",
            f"{SHARING}:7: entry 1 of `in` is `maybe`, which is not an answer - use a level such "
            "as 3, or one of: dont_know, not_applicable",
            id="a condition on what is no answer",
        ),
        pytest.param(
            "sh_01",
            "applies_when: {itme: caf-01, in: [1]}",
            f"{SHARING}:7: unknown key `itme` - did you mean `item`?",
            id="a misspelt key inside",
        ),
        pytest.param(
            "sh_01",
            "evidence: {required_from: 6}",
            f"{SHARING}:7: level 6 is not on the scale - use one of: 1, 2, 3, 4, 5",
            id="evidence from a level that is not there",
        ),
        pytest.param(
            "sh_01",
            "evidence: {asked: no, required_from: 4}",
            f"{SHARING}:7: evidence is required here, but the form does not ask for it - remove "
            "`asked` or this line",
            id="evidence that has no place",
        ),
        pytest.param(
            "sh_01",
            "required: sometimes",
            f"{SHARING}:7: `required` is neither true nor false - write true or false",
            id="neither yes nor no",
        ),
        pytest.param(
            "sh_01",
            "resources: [{title: A guide, url: www.example.org}]",
            f"{SHARING}:7: `url` is `www.example.org`, which is not an address - write it with "
            "https:// and without spaces",
            id="an address that is none",
        ),
    ],
)
def test_a_broken_question_is_told_where_and_what_to_do(with_question, question, more, expected):
    assert complaints(with_question(**{question: more})) == [expected]


def test_a_condition_needs_a_question_that_the_same_sectors_are_asked(with_question):
    folder = with_question(
        caf_01="sectors: [police]", sh_01="applies_when: {item: caf-01, in: [1]}"
    )
    assert complaints(folder) == [
        f"{SHARING}:7: `caf-01` is asked of fewer sectors than this question - "
        "give both the same `sectors`"
    ]


def test_conditions_that_lead_in_a_circle_are_told(with_question):
    folder = with_question(
        caf_01="applies_when: {item: sh-01, in: [1]}", sh_01="applies_when: {item: caf-01, in: [1]}"
    )
    assert complaints(folder) == [
        f"{CAF}:7: the conditions go round in a circle: caf-01, sh-01, caf-01 - remove one of "
        "these conditions"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "midpoint: 3",
            "midpoint: 2.5",
            "the midpoint is 2.5, and that of the first scale is 3 - "
            "use the same, because scores are averaged over all scales",
            id="another midpoint",
        ),
        pytest.param(
            "      - {value: 5, label: always, short: Always}\n",
            "",
            "these levels are 1, 2, 3, 4, and those of the first scale are 1, 2, 3, 4, 5 - "
            "use the same numbers, because scores are averaged over all scales",
            id="fewer levels",
        ),
        pytest.param(
            "id: frequency",
            "id: progress",
            f"the id `progress` is already used at {SCALES}:2 - give this one another id",
            id="the same id",
        ),
        pytest.param(
            "      sharing: {1: no, 3: partly, 5: yes}\n",
            "      caf: {1: no, 3: partly, 5: yes}\n",
            "`sharing` has no descriptor at level 1 - "
            "say under `descriptors: sharing:` what level 1 looks like",
            id="no descriptors for a theme that uses it",
        ),
    ],
)
def test_scales_beside_the_first_are_like_it(with_question, old, new, expected):
    scale = SCALE_2.replace(old, new)
    assert scale != SCALE_2
    told = complaints(with_question(scale, sh_01="scale: frequency"))
    assert any(expected in one for one in told)


def test_a_further_scale_needs_descriptors_only_where_it_is_used(with_question):
    pack = load_pack(with_question(SCALE_2, sh_01="scale: frequency"))
    assert set(pack.more_scales[0].descriptors) == {"sharing"}
