"""A pasted list of partners: what Excel and Outlook give, what it means, and what is wrong."""

from __future__ import annotations

import pytest

from owf.assessment.errors import NotAllowed
from owf.assessment.rounds.opening import add_partners
from owf.assessment.rounds.partners import MOST_LINES, read_partners
from owf.assessment.rounds.progress import open_running


@pytest.fixture
def read(cast):
    """Read a list as Cambridgeshire's coordinator; police, health and schools are there."""
    return lambda text, year=2009: read_partners(
        cast.store, cast.carol, 873, cast.pack, text, year=year
    )


def told(preview):
    return [(one.name, one.sector, one.fault or one.note) for one in preview.lines]


@pytest.mark.parametrize(
    "text",
    [
        "Transport police\tPolice\nFenland schools\tSchools",
        "Transport police;Police\r\nFenland schools; Schools ",
        "Transport police, Police\n\nFenland schools, schools\n",
        "Sector\tPartner\nPolice\tTransport police\nSchools\tFenland schools",
        "Partner\nTransport police\nFenland schools",
        "Partner;Sector;Telephone\nTransport police;police;01223\nFenland schools;schools;01223",
        '\ufeff"Transport police"\t"Police"\t\t\n"Fenland\u00a0 schools"\tSchools\t\t\n\t\t\t\n',
    ],
)
def test_excel_s_tabs_outlook_s_semicolons_and_a_heading_are_read(read, text):
    found = read(text)
    assert list(found.faults) == []
    assert list(found.new) == [("police", "Transport police"), ("schools", "Fenland schools")]


def test_a_comma_in_a_name_is_no_end_of_a_cell_where_there_is_a_tab(read):
    assert list(read("Police, fire and others\tPolice").new) == [
        ("police", "Police, fire and others")
    ]


def test_a_sector_is_taken_from_the_name_where_it_stands_there_and_that_is_said(read):
    assert told(read("Transport police\nFenland schools")) == [
        ("Transport police", "police", "Its sector is taken from its name."),
        ("Fenland schools", "schools", "Its sector is taken from its name."),
    ]


def test_each_fault_is_named_with_its_line_and_what_to_do(read):
    found = read("Fenland\nA\tPigs\n\tPolice\nB\tPolice\nb\tSchools\n" + "x" * 121 + "\tPolice")
    assert [fault.split(":")[0] for fault in found.faults] == [
        "Line 1", "Line 2", "Line 3", "Line 5", "Line 6",
    ]  # fmt: skip
    first, second, third, twice, long = found.faults
    assert "sector is missing: write it behind the name" in first
    assert "“Pigs” is no sector of this questionnaire" in second
    assert "name is missing" in third
    assert "b is on line 4 already" in twice
    assert "longer than 120" in long


def test_a_partner_that_is_there_already_is_no_fault_and_not_added_twice(read, cast):
    found = read("police\nTransport police\tPolice")
    assert told(found)[0] == ("police", "police", "Takes part already.")
    assert (list(found.new), list(found.joining)) == ([("police", "Transport police")], [])
    (added,) = add_partners(cast.store, cast.carol, 873, [("police", "Cycling police")])
    later = read("Cycling police")
    assert told(later) == [("Cycling police", "police", "Is one of your partners already.")]
    assert (list(later.new), list(later.joining)) == ([], [added])


def test_new_and_known_partners_join_a_round_in_one_step(cast):
    (known,) = add_partners(cast.store, cast.carol, 873, [("police", "Cycling police")])
    police = cast.cambridgeshire.partners["police"]
    add_partners(
        cast.store, cast.carol, 873, [("schools", "Fenland schools")],
        round_id=cast.cambridgeshire.round_id, joining=[known, police],
    )  # fmt: skip
    names = [
        one.facts.partner_name for one in open_running(cast.store, cast.carol, 873, 2009).partners
    ]
    assert names == ["Cycling police", "Fenland schools", "Health", "Police", "Schools"]


def test_nobody_joins_another_trust_s_round(cast):
    ours = cast.cambridgeshire.partners["police"]
    with pytest.raises(NotAllowed):
        add_partners(cast.store, cast.carol, 383, [], round_id=cast.leeds.round_id, joining=[ours])
    before = len(open_running(cast.store, cast.carol, 873, 2009).partners)
    for round_id in (cast.leeds.round_id, 999_999):
        with pytest.raises(Exception, match="There is no such round"):
            add_partners(cast.store, cast.carol, 873, [("police", "X")], round_id=round_id)
    assert len(open_running(cast.store, cast.carol, 873, 2009).partners) == before
    assert open_running(cast.store, cast.carol, 873, 2009).not_in_it == ()


def test_a_list_that_is_too_long_is_refused_in_a_sentence(read):
    assert f"paste at most {MOST_LINES}" in read("A\tPolice\n" * (MOST_LINES + 1)).faults[0]
    assert "in parts" in read("A" * 50_000).faults[0]
    assert read("").lines == ()
