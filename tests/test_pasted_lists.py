"""Lists as they are pasted: rows of a spreadsheet, and the address lines of letters."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from owf.pasted_lists import name_and_email, name_in_order, pasted_rows, people_in_list

HEADINGS = {
    "name": "name",
    "first name": "first",
    "surname": "last",
    "email": "email",
    "email address": "email",
    "role": "role",
}
ORDER = ("name", "email", "role", "where")


def people_of(text):
    return [
        (one.place, one["name"], one["email"], one["role"], one["where"])
        for one in people_in_list(text, HEADINGS, ORDER).people
    ]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (
            "Smith, Jo <jo@example.org>; O'Brien, Siobhán <so@example.org>",
            [("Jo Smith", "jo@example.org"), ("Siobhán O'Brien", "so@example.org")],
        ),
        (
            "Jo Smith <jo@example.org>, ben@example.org, Sue <sue@example.org>",
            [("Jo Smith", "jo@example.org"), ("", "ben@example.org"), ("Sue", "sue@example.org")],
        ),
        (
            "To: \"Smith, Jo\" <jo@example.org>; 'Ben Brown' <ben@example.org>;",
            [("Jo Smith", "jo@example.org"), ("Ben Brown", "ben@example.org")],
        ),
        (
            "jo@example.org<mailto:jo@example.org>; Ben <ben@example.org<mailto:ben@example.org>>",
            [("", "jo@example.org"), ("Ben", "ben@example.org")],
        ),
        ("'jo@example.org' <jo@example.org>", [("", "jo@example.org")]),
        ("mailto:jo@example.org", [("", "jo@example.org")]),
        (
            "jo@example.org; <ben@example.org>.",
            [("", "jo@example.org"), ("", "ben@example.org")],
        ),
        ("SMITH, Jo (NHS - PCT) <jo@example.org>", [("Jo SMITH (NHS - PCT)", "jo@example.org")]),
    ],
)
def test_each_person_of_an_address_line_is_one(line, people):
    assert [one[1:3] for one in people_of(line)] == people


def test_people_of_one_line_are_counted_and_lines_keep_their_numbers():
    text = "jo@example.org\n\nBen <ben@example.org>; Sue <sue@example.org>\n"
    assert [one[0] for one in people_of(text)] == ["line 1", "line 3, person 1", "line 3, person 2"]


@pytest.mark.parametrize(
    "line",
    [
        "Jo Smith;jo@example.org;partner;Police",
        "Jo Smith <jo@example.org>;partner;Police",
        "Smith, Jo <jo@example.org>, partner, Police",
        "Jo Smith <jo@example.org>\tpartner\tPolice",
        '"Jo Smith"\tmailto:jo@example.org\tpartner\tPolice',
        "Jo Smith\t<jo@example.org>\tpartner\tPolice",
        '"Jo\nSmith"\tjo@example.org\t"partner\n"\t"Police"',
    ],
)
def test_an_address_in_any_dress_may_have_a_role_and_a_place_behind_it(line):
    assert people_of(line) == [("line 1", "Jo Smith", "jo@example.org", "partner", "Police")]


def test_a_cell_with_line_breaks_is_one_cell_and_the_next_row_keeps_its_number():
    text = 'Name\tSector\n"Health\nand\nCare"\t"NHS ""Trust"""\nPolice\tpolice'
    assert pasted_rows(text) == [
        (1, ["Name", "Sector"]),
        (2, ["Health and Care", 'NHS "Trust"']),
        (5, ["Police", "police"]),
    ]


def test_a_separator_within_quotes_is_none():
    assert pasted_rows('"Smith; Jo",jo@example.org') == [(1, ["Smith; Jo", "jo@example.org"])]


def test_a_quote_that_is_never_closed_swallows_no_row():
    assert pasted_rows('"Jo\tjo@example.org\nBen\tben@example.org\n') == [
        (1, ["Jo", "jo@example.org"]),
        (2, ["Ben", "ben@example.org"]),
    ]
    assert pasted_rows('Inspector "Bob"\tbob@example.org') == [
        (1, ['Inspector "Bob"', "bob@example.org"])
    ]


def test_a_heading_names_columns_in_any_order_with_first_name_and_surname_apart():
    text = "Role;SURNAME;E-Mail Address;Phone;First Name:\npartner;Smith;jo@example.org;1;Jo"
    assert people_of(text) == [("line 2", "Jo Smith", "jo@example.org", "partner", "")]


def test_a_heading_without_an_address_is_told():
    found = people_in_list("Surname\tRole\nSmith\tpartner\n", HEADINGS, ORDER)
    assert found.people == []
    assert found.problem == (
        "line 1 is a heading without the e-mail address. Call that column E-mail."
    )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Smith, Jo", "Jo Smith"),
        ("Ackroyd-Smith, Jo Ann", "Jo Ann Ackroyd-Smith"),
        ("SMITH, JO", "JO SMITH"),
        ("Jo Smith, MBE", "Jo Smith, MBE"),
        ("Smith, Jo, Dr", "Smith, Jo, Dr"),
        ("Smith, Jo - Children's Services", "Smith, Jo - Children's Services"),
        ("Smith, Jo (Police)", "Jo Smith (Police)"),
        ("Police, Leeds 2", "Police, Leeds 2"),
        ("Smith,", "Smith"),
        ("", ""),
    ],
)
def test_a_surname_and_first_name_are_put_in_order_and_nothing_else(written, name):
    assert name_in_order(written) == name


def test_a_cell_with_more_than_an_address_stays_as_it_is():
    for cell in ("jo@example.org or ben@example.org", "not yet known", ""):
        assert name_and_email(cell) == ("", cell)


@given(st.text(alphabet='a@.,;"\t\n <>:\r', max_size=80) | st.text(max_size=200))
@example('x\n"a"b\ncc"')
@example('"\n\n"\t"')
def test_any_text_is_read_and_no_line_is_read_twice(text):
    rows = pasted_rows(text)
    assert [number for number, _ in rows] == sorted({number for number, _ in rows})
    assert all(one.number >= 1 for one in people_in_list(text, HEADINGS, ORDER).people)


NAME_LETTERS = st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F)
NAMES = st.text(NAME_LETTERS, min_size=2, max_size=12).map(str.title).filter(str.isalpha)


@given(
    st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6), st.sampled_from(["; ", ", ", "\n"])
)
def test_people_written_as_outlook_does_come_back(people, between):
    line = between.join(
        f"{last}, {first} <p{place}@example.org>" for place, (first, last) in enumerate(people)
    )
    assert [one[1:3] for one in people_of(line)] == [
        (f"{first} {last}", f"p{place}@example.org") for place, (first, last) in enumerate(people)
    ]
