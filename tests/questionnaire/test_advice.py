"""Warnings: what an author is told besides, while the pack stays as good as any."""

import pytest

from owf.questionnaire import check_pack, load_pack
from tests.questionnaire.conftest import SAME

LONG = " ".join(["so"] * 33) + "."


def warnings(folder):
    report = check_pack(folder)
    assert report.errors == ()
    assert load_pack(folder) == report.pack
    return [str(one) for one in report.warnings]


def test_a_pack_without_blemish_has_no_warning(pack_of):
    assert warnings(pack_of()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param(
            "pack.yaml",
            "  - id: benefit",
            "  - id: quality\n    title: Quality\n    phrase: quality\n  - id: benefit",
            "pack.yaml:18: the aspect `quality` has no question - take it off the list or give "
            "it to a question",
            id="an aspect for nothing",
        ),
        pytest.param(
            "themes/caf.yaml",
            "text: Staff are trained.",
            f"text: {LONG}",
            "themes/caf.yaml:8: the statement of CAF 1 has 33 words - say it in at most 32",
            id="a long statement",
        ),
        pytest.param(
            "themes/caf.yaml",
            "hint: Think of cases.",
            "hint: Think of cases",
            "themes/caf.yaml:18: the hint of CAF 2 does not end with a full stop - "
            "end the sentence",
            id="a hint that does not end",
        ),
        pytest.param(
            "pack.yaml",
            "audiences: [leaders, practitioners]",
            "audiences: [leaders]",
            "pack.yaml:8: questions are for all, but practitioners are not an audience of this "
            "pack - add `practitioners`, or ask those questions of leaders",
            id="an audience that is missing",
        ),
    ],
)
def test_an_author_is_warned_where_and_of_what(pack_of, file, old, new, expected):
    assert warnings(pack_of({file: [(old, new)]})) == [f"tiny/2008/{expected}"]


def test_statements_of_32_words_are_short_enough(pack_of):
    folder = pack_of({"themes/caf.yaml": [("text: Staff are trained.", f"text: {LONG[3:]}")]})
    assert warnings(folder) == []


def test_a_sector_that_is_asked_nothing_is_told(pack_of):
    only = [
        ("id: caf-01\n", "id: caf-01\n    sectors: [police]\n"),
        ("id: caf-02\n", "id: caf-02\n    sectors: [police]\n"),
    ]
    folder = pack_of(
        {
            "themes/caf.yaml": only,
            "themes/sharing.yaml": [("id: sh-01\n", "id: sh-01\n    sectors: [police]\n")],
        }
    )
    assert warnings(folder) == [
        "tiny/2008/pack.yaml:10: the sector `health` has no question - take it off the list or "
        "add it to the `sectors` of a question"
    ]


def test_practitioners_that_are_asked_nothing_are_told(pack_of):
    folder = pack_of(
        {
            "themes/caf.yaml": [("audience: all", "audience: steering")],
            "themes/sharing.yaml": [("audience: all", "audience: leaders")],
        }
    )
    assert warnings(folder) == [
        "tiny/2008/pack.yaml:8: practitioners have no question - take them off the list"
    ]


def test_a_scale_that_nothing_is_rated_on_is_told(pack_of):
    text = (pack_of() / "scales.yaml").read_text(encoding="utf-8")
    second = text.removeprefix("scales:\n").replace("id: progress", "id: frequency")
    assert warnings(pack_of(files={"scales.yaml": text + second}, version="2007")) == [
        "tiny/2007/scales.yaml:25: the scale `frequency` is not used by any question - remove it "
        "or name it as the `scale` of a question"
    ]


def test_a_newer_pack_that_says_nothing_of_the_older_is_warned_of(pack_of):
    pack_of()
    assert warnings(pack_of(version="2009")) == [
        "tiny/2009/pack.yaml:3: tiny@2008 came before, but there is no changes.yaml - write one, "
        "or no question can be compared with earlier years"
    ]
    told = SAME.replace("2008", "2009")
    assert warnings(pack_of(files={"changes.yaml": told}, version="2010")) == []
