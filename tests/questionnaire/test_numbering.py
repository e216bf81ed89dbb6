"""Question numbers run in order, whatever permanent code a question has."""

import pytest

from owf.questionnaire import Pack, load_named
from owf.questionnaire.items import numbers_of
from owf.settings import PACKS

SHIPPED = [
    "integrated-working@2008",
    "integrated-working@2009",
    "integrated-working@2010",
    "multi-agency@2026",
]


@pytest.mark.parametrize("name", SHIPPED)
def test_numbers_run_from_one_in_every_theme_and_each_is_there_once(name):
    pack = load_named(PACKS, name)
    for theme in pack.themes:
        places = [int(item.code.rpartition(" ")[2]) for item in theme.items]
        assert places == list(range(1, len(theme.items) + 1))
    assert len({item.code for item in pack.items}) == len(pack.items)


def test_a_question_keeps_its_permanent_code_in_files_and_reads_back_with_its_number():
    pack = load_named(PACKS, "integrated-working@2010")
    found = pack.item("caf-17")
    assert (found.code, found.permanent_code) == ("CAF 4", "CAF 17")
    assert '"code":"CAF 17"' in pack.to_json()
    again = Pack.from_json(pack.to_json())
    assert again.item("caf-17").code == "CAF 4"
    assert again.digest() == pack.digest()


@pytest.mark.parametrize(
    ("themes", "expected"),
    [
        ({"a": [("x", "CAF 3"), ("y", "CAF 1")]}, {"x": "CAF 1", "y": "CAF 2"}),
        # A question that came from another theme is counted with those it stands among.
        (
            {"a": [("x", "CAF 3"), ("y", "MA 4"), ("z", "CAF 1")], "b": [("v", "MA 1")]},
            {"x": "CAF 1", "y": "CAF 2", "z": "CAF 3", "v": "MA 1"},
        ),
        # Codes are printed where numbers could not be told apart, or a code has no number.
        ({"a": [("x", "Q 1")], "b": [("y", "Q 2")]}, {}),
        ({"a": [("x", "First")]}, {}),
    ],
)
def test_a_theme_has_the_letters_of_most_of_its_codes(themes, expected):
    assert numbers_of(themes) == expected
