"""Trusts as people write them: the one that is meant, or a suggestion, and never another."""

import csv

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from owf.settings import DATA
from owf.store.trust_names import NamedTrust, NoSuchTrust, TrustNames


def year_of(text):
    return int(text) if text else None


with (DATA / "trusts.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
TRUSTS = [
    NamedTrust(
        int(row["dfe_code"]),
        row["name"],
        row["la_type"],
        year_of(row["start_year"]),
        year_of(row["end_year"]),
    )
    for row in ROWS
]
SUCCESSIONS = [
    (int(row["dfe_code"]), int(new))
    for row in ROWS
    for new in filter(None, row["successor_dfe_codes"].split(";"))
]
NAMES = {year: TrustNames(TRUSTS, year, SUCCESSIONS) for year in (2008, 2009, 2020, 2026)}


def number_or_none(written, year=2026):
    try:
        return NAMES[year].number_of(written)
    except NoSuchTrust:
        return None


def refusal_of(written, year=2026):
    with pytest.raises(NoSuchTrust) as refused:
        NAMES[year].number_of(written)
    return refused.value


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Bristol", 801),
        ("Bristol, City of", 801),
        ("City of Bristol", 801),
        ("Bristol City Council", 801),
        ("Bristol, City and County of", 801),
        ("Hull", 810),
        ("Hull City Council", 810),
        ("Kingston-upon-Hull", 810),
        ("Bath & NE Somerset", 800),
        ("Bath & North East Somerset Council", 800),
        ("B&NES", 800),
        ("Hammersmith & Fulham", 205),
        ("London Borough of Hammersmith and Fulham", 205),
        ("Cambridgeshire County Council", 873),
        ("Cambs", 873),
        ("Royal Borough of Kensington & Chelsea", 207),
        ("Royal Borough of Windsor and Maidenhead", 868),
        ("Greenwich, Royal Borough of", 203),
        ("City of London", 201),
        ("City of London Corporation", 201),
        ("Westminster City Council", 213),
        ("St Helens", 342),
        ("St. Helens MBC", 342),
        ("St Helen's", 342),
        ("St Helen’s Council", 342),
        ("Stoke on Trent", 861),
        ("Stoke-on-Trent City Council", 861),
        ("Herefordshire", 884),
        ("Herefordshire Council", 884),
        ("Durham", 840),
        ("Durham County Council", 840),
        ("City of Bradford Metropolitan District Council", 380),
        ("N.E. Lincs", 812),
        ("North Yorks", 815),
        ("York", 816),
        ("City of York Council", 816),
        ("Leicester", 856),
        ("Leics", 855),
        ("Nottingham City", 892),
        ("Notts County Council", 891),
        ("Southampton", 852),
        ("Southwark", 210),
        ("Somerset", 933),
        ("Dorset", 838),
        ("The Isle of Wight", 921),
        ("Telford & Wrekin", 894),
        ("873", 873),
        (" 873.0 ", 873),
        ("301 - Barking and Dagenham", 301),
        ("301 – Barking & Dagenham", 301),
        ("301 Barking and Dagenham", 301),
        ("Barking and Dagenham (301)", 301),
    ],
)
def test_a_trust_is_known_by_the_names_that_people_write(written, number):
    assert NAMES[2026].number_of(written) == number
    assert NAMES[2026].number_of(f"  {written.upper()} ") == number


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("Newcastle", [391]),
        ("Newcastle City Council", [391]),
        ("Newcastle under Lyme", []),
        ("Leicester County Council", [856, 855]),
        ("Nottingham County Council", [892, 891]),
        ("Nottingham CC", [892, 891]),
        ("Derby County", [831, 830]),
        ("Durham City Council", [840]),
        ("Oxford City Council", [931]),
        ("Kingston", [810, 314]),
        ("Richmond", [318]),
        ("London", [201]),
        ("Yorkshire", [815, 811]),
        ("Sussex", [845, 938]),
        ("Greater Manchester", [352]),
        ("Cambridgeshier", [873]),
        ("Southhampton", [852]),
        ("London Borough of Luton", [821]),
        ("301 - Barnet", [301]),
        ("Atlantis", []),
        ("Council", []),
        ("", []),
        ("999", []),
        ("8730", []),
    ],
)
def test_what_could_be_another_is_refused_with_a_suggestion(written, near):
    refused = refusal_of(written)
    assert [one.number for one in refused.near] == near
    assert all(one.name in refused.advice for one in refused.near)


@pytest.mark.parametrize(
    ("written", "year", "near"),
    [
        ("Bedfordshire", 2009, [822, 823]),
        ("Bedfordshire County Council", 2009, [822, 823]),
        ("820", 2009, [822, 823]),
        ("Bedford", 2008, [820]),
        ("Cheshire", 2026, [895, 896]),
        ("Cumbria", 2026, [942, 943]),
        ("Northants", 2026, [940, 941]),
        ("Poole", 2026, [839]),
    ],
)
def test_a_trust_of_another_year_leads_to_those_that_took_over(written, year, near):
    assert [one.number for one in refusal_of(written, year).near] == near


def test_it_says_since_when_and_what_to_write():
    assert str(refusal_of("Bedfordshire")) == (
        "There is no Trust “Bedfordshire”. Bedfordshire was there until 2008. Did you mean "
        "Bedford (822) or Central Bedfordshire (823)? Give its full name or its three-digit DfE "
        "number."
    )
    assert refusal_of("301 - Barnet").advice == (
        "301 is Barking and Dagenham. Give the number alone, or the name alone."
    )


def test_a_name_that_two_trusts_had_is_found_by_year_alone():
    assert (NAMES[2009].number_of("Dorset"), NAMES[2026].number_of("Dorset")) == (835, 838)
    with pytest.raises(NoSuchTrust, match=r"Dorset \(835\) or Dorset \(838\)"):
        TrustNames(TRUSTS, None, SUCCESSIONS).number_of("Dorset")


BEFORE = [
    "", "The ", "City of ", "London Borough of ", "LB ", "Royal Borough of ", "County of ",
    "Metropolitan Borough of ", "Borough of ",
]  # fmt: skip
BEHIND = [
    "", " Council", " County Council", " City Council", " Borough Council", " MBC", " CC", " City",
    " Metropolitan Borough Council", ", City of", ", County of", " UA", " Children's Trust", " LA",
]  # fmt: skip
WRITTEN_OTHERWISE = [
    (" and ", " & "), (" and ", "&"), (" and ", " + "), (" and ", ", "), ("-", " "), (" ", "-"),
    (" ", "  "), ("St. ", "St "), ("St. ", "Saint "), ("North ", "N "), ("South ", "S. "),
    ("North East ", "NE "), ("upon", "on"), (" upon ", "-upon-"), (", City of", ""),
    (", County of", ""), ("s", "’s"), ("shire", "shire's"), ("County ", ""), (" of ", " "),
]  # fmt: skip


@given(
    trust=st.sampled_from(TRUSTS),
    year=st.sampled_from(sorted(NAMES)),
    before=st.sampled_from(BEFORE),
    behind=st.sampled_from(BEHIND),
    changes=st.lists(st.sampled_from(WRITTEN_OTHERWISE), max_size=3),
)
def test_no_way_to_write_a_trust_gives_another(trust, year, before, behind, changes):
    name = trust.name
    for old, new in changes:
        name = name.replace(old, new)
    written = f"{before}{name}{behind}"
    found = number_or_none(written, year)
    assert {number_or_none(way(written), year) for way in (str.upper, str.title)} == {found}
    if found is None:
        return
    same = [one.number for one in TRUSTS if one.name == trust.name and one.was_there(year)]
    assert [found] == same


@pytest.mark.parametrize("trust", TRUSTS, ids=lambda one: f"{one.number} {one.name}")
def test_every_trust_is_found_by_its_name_its_number_and_both(trust):
    year = trust.end_year or 2026
    names = TrustNames(TRUSTS, year)
    for written in (
        trust.name,
        str(trust.number),
        f"{trust.number} - {trust.name}",
        f"{trust.name} ({trust.number})",
        trust.name.replace(" and ", " & "),
        f"{trust.name} Council",
    ):
        assert names.number_of(written) == trust.number


@given(
    trust=st.sampled_from([one for one in TRUSTS if one.was_there(2026)]),
    at=st.integers(0, 40),
    letter=st.sampled_from(["", "e", "s", "x", " "]),
)
@example(next(one for one in TRUSTS if one.name == "Derbyshire"), 5, "")
def test_a_slip_of_the_pen_gives_the_trust_or_a_suggestion(trust, at, letter):
    at = min(at, len(trust.name) - 1)
    written = trust.name[:at] + letter + trust.name[at + 1 :]
    # The one slip that makes another's whole name.
    assume(written != "Herefordshire")
    assert number_or_none(written) in (None, trust.number)


@given(st.text(max_size=60))
def test_any_text_is_a_trust_or_refused(text):
    assert number_or_none(text) in {None, *(one.number for one in TRUSTS)}
