"""A pasted list of people: what each line means, every fault by its line, and all or nobody."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owf.access import OPERATOR, Role, start_session
from owf.access.accounts import disable
from owf.access.errors import NotAllowed, PersonRefused
from owf.access.invitation_list import MOST_LINES, Preview, read_list
from owf.access.invitations import invite, invite_all
from owf.access.people import PeopleWanted, list_people
from owf.store import people, rounds
from owf.store.people import RoleHeld
from tests.access.conftest import EVERYWHERE, answers_for, steering


@pytest.fixture
def read(cast):
    """Reads a list for Cambridgeshire's coordinator, or for somebody else."""
    return lambda text, who=None, trust=873: read_list(cast.store, who or cast.carol, text, trust)


def in_short(preview):
    return [(line.number, line.name, line.email, line.words) for line in preview.lines]


EXPECTED = [
    ("Anna Ackroyd", "anna@example.org", "Answers for Police (Cambridgeshire)"),
    ("Smith, Ben", "ben@example.org", "Steering group, Cambridgeshire"),
]
ROWS = [
    ("Anna Ackroyd", "Anna@example.org", "respondent", "Police"),
    ("Smith, Ben", "ben@example.org", "Steering group", ""),
]


@pytest.mark.parametrize("heading", [True, False])
@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_list_is_read_however_it_is_pasted(read, separator, heading, ending):
    rows = [("Name", "E-mail", "Role", "Where")] * heading + ROWS
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in rows]
    preview = read(ending.join(separator.join(row) for row in quoted) + ending)
    assert preview.faults == []
    assert in_short(preview) == [(place + heading + 1, *one) for place, one in enumerate(EXPECTED)]


def test_a_heading_gives_the_order_and_other_columns_are_left_out(read):
    preview = read("Role;Phone;Email address;Full name\nsteering;123;ben@example.org;Ben\n")
    assert (preview.faults, in_short(preview)) == (
        [],
        [(2, "Ben", "ben@example.org", "Steering group, Cambridgeshire")],
    )


def test_empty_lines_are_left_out_and_numbers_stay_those_of_the_text(read):
    preview = read("\n\nAnna\tanna@example.org\tsteering\t\n\t\t\t\n   \nBen\tben\tsteering\t\n")
    assert [line.number for line in preview.lines] == [3, 6]
    assert preview.faults == [
        "line 6: “ben” is not an e-mail address. Write one like name@example.org."
    ]


def test_every_fault_of_every_line_is_named(read, cast):
    disable(cast.store, cast.heidi, invite(
        cast.store, cast.carol, "out@example.org", "Out", [steering()]).person_id)  # fmt: skip
    preview = read(
        "Anna\tanna@example.org\tsteering\t\n"
        "\tnot an address\tking\t\n"
        "Ben\tben@example.org\trespondent\tFire service\n"
        "Cleo\t\tchair\t\n"
        "Anna\tanna@example.org\tsteering group\tCambridgeshire\n"
        "Annabel\tanna@example.org\trespondent\tHealth\n"
        "Out\tout@example.org\trespondent\tHealth\n"
        "Dan\tdan@example.org\tsteering\tLeeds\n"
        "Eve\teve@example.org\tadministrator\n"
    )
    assert preview.faults == [
        "line 2: the name is missing: write the person's name.",
        "line 2: “not an address” is not an e-mail address. Write one like name@example.org.",
        "line 2: there is no role “king”: write partner, coordinator, steering group, chair, "
        "regional lead, national team, administrator.",
        "line 3: there is no partner “Fire service” in Cambridgeshire's newest round: write one "
        "of Health, Police, Schools.",
        "line 4: the e-mail address is missing.",
        "line 4: a coordinator can invite people who answer for a partner and members of the "
        "steering group. Ask an administrator to invite a coordinator or a chair.",
        "line 5: it is the same as line 1. Leave one of them out.",
        "line 6: line 1 gives this e-mail address to another name.",
        "line 7: this person is disabled. Ask an administrator to enable them first.",
        "line 8: you can only manage people in your own Trust.",
        "line 9: you can only manage people in your own Trust.",
    ]
    with pytest.raises(PersonRefused, match="has mistakes"):
        invite_all(cast.store, cast.carol, preview)
    assert len(list_people(cast.store, cast.heidi, PeopleWanted(text="@example.org"))) == 1


def test_an_administrator_names_trusts_partners_and_regions(read, cast):
    preview = read(
        "A\ta@example.org\trespondent\tleeds: police\n"
        "B\tb@example.org\tchair\t383\n"
        "C\tc@example.org\tRegional lead\teast of england\n"
        "D\td@example.org\tregional lead\tE12000003\n"
        "E\te@example.org\tnational team\t\n"
        "F\tf@example.org\tadministrator\n",
        cast.heidi,
        None,
    )
    assert preview.faults == []
    assert [line.held for line in preview.lines] == [
        answers_for(cast.leeds.partners["police"]),
        RoleHeld(Role.CHAIR, "trust", "383"),
        RoleHeld(Role.REGIONAL_LEAD, "region", "E12000006"),
        RoleHeld(Role.REGIONAL_LEAD, "region", "E12000003"),
        RoleHeld(Role.NATIONAL, "all", ""),
        EVERYWHERE,
    ]


def test_a_place_that_is_missing_or_unknown_is_said_to_be(read, cast):
    preview = read(
        "A\ta@example.org\trespondent\tPolice\n"
        "B\tb@example.org\tchair\n"
        "C\tc@example.org\tchair\tAtlantis\n"
        "D\td@example.org\tregional lead\tThe North\n"
        "E\te@example.org\tadministrator\tLeeds\n"
        "F\tf@example.org\trespondent\tEssex: Police\n",
        cast.heidi,
        None,
    )
    assert [fault.split(":")[1].strip() for fault in preview.faults] == [
        "there is no partner “Police”",
        "the Trust is missing",
        "there is no Trust “Atlantis”",
        "there is no region “The North”",
        "this role does not need a place. Leave out “Leeds”.",
        "essex has no partners yet. Its coordinator must start the round first.",
    ]


def test_two_partners_of_one_name_are_no_guess(read, cast):
    with cast.store.writing() as session:
        twin = rounds.add_partner(session, 873, "police", "POLICE")
        rounds.add_return(session, cast.cambridgeshire.round_id, twin)
    assert read("A\ta@example.org\trespondent\tPolice\n").faults == [
        "line 1: two partners are called “Police”. "
        "Invite this person on their own, not from a list."
    ]


def test_known_people_are_noted_and_nobody_invites_themselves(read, cast):
    anna = invite(cast.store, cast.carol, "anna@example.org", "Anna", [steering()])
    with cast.store.writing() as session:
        people.add_person(
            session, "cleo", "Cleo", email="cleo@example.org",
            roles=[RoleHeld(Role.COORDINATOR, "trust", "873")],
        )  # fmt: skip
    lines = (
        "Anna\tanna@example.org\tsteering\n"
        "Anna\tanna@example.org\trespondent\tHealth\n"
        "Cleo\tcleo@example.org\tsteering\n"
    )
    start_session(cast.store, "cleo")
    link = " A new link replaces the one they have."
    assert [line.note for line in read(lines).lines] == [
        f"Already has this role.{link}",
        f"Already has an account, and will get this role too.{link}",
        "Already has an account, and will get this role too.",
    ]
    start_session(cast.store, anna.person_id)
    assert read(lines).lines[0].note == "Already has this role. Nothing changes."
    cleo = replace(cast.carol, id="cleo")
    assert read(lines, cleo).faults == ["line 3: you cannot give yourself a role."]


def test_a_whole_list_is_invited_at_once_each_with_a_link(read, cast, recorded):
    preview = read(
        "Anna\tanna@example.org\tsteering\n"
        "Ben\tben@example.org\trespondent\tPolice\n"
        "Anna\tanna@example.org\trespondent\tHealth\n"
    )
    found = invite_all(cast.store, cast.carol, preview)
    assert [(one.name, one.is_new) for one in found] == [("Anna", True), ("Ben", True)]
    assert len({one.link.token for one in found}) == 2
    assert "- Steering group, Cambridgeshire\n- Answers for Health" in found[0].letter.text
    assert [one[0] for one in recorded()] == ["invited", "role_given", "invited", "role_given",
                                              "role_given"]  # fmt: skip


def test_a_list_is_invited_whole_or_not_at_all(read, cast):
    """Between the preview and the click somebody may have lost what they could do."""
    preview = read("Anna\tanna@example.org\tsteering\nBen\tben@example.org\tsteering\n")
    ben = preview.lines[1]
    theirs = replace(ben, held=steering(383))
    with pytest.raises(NotAllowed):
        invite_all(cast.store, cast.carol, Preview((preview.lines[0], theirs)))
    assert list_people(cast.store, cast.heidi, PeopleWanted(text="@example.org")) == []


@pytest.mark.parametrize("text", ["", "\n \n", "Name\tE-mail\tRole\tWhere\n"])
def test_an_empty_list_invites_nobody_and_says_so(read, cast, text):
    preview = read(text)
    assert preview.faults == []
    with pytest.raises(PersonRefused, match="the list is empty"):
        invite_all(cast.store, cast.carol, preview)


def test_a_list_that_is_a_book_is_refused(read):
    assert "Paste at most 500" in read("A\ta@example.org\tsteering\n" * (MOST_LINES + 1)).faults[0]
    assert "too long" in read("A" * 200_000).faults[0]


@pytest.mark.parametrize("name", ["alice", "dave", "judy", "mallory"])
def test_only_those_who_look_after_people_read_a_list(read, cast, name):
    with pytest.raises(NotAllowed):
        read("A\ta@example.org\tsteering\n", getattr(cast, name))


def test_addresses_from_a_letter_get_the_role_that_was_chosen_for_them(read, cast):
    text = "Smith, Jo <jo@example.org>; O'Brien, Siobhán <so@example.org>"
    assert [fault.split(".")[0] for fault in read(text).faults] == [
        f"line 1, person {number}: the role is missing: write it behind the e-mail address, or "
        "choose one above the list"
        for number in (1, 2)
    ]
    police = answers_for(cast.cambridgeshire.partners["police"])
    preview = read_list(cast.store, cast.carol, text, 873, police)
    assert (preview.faults, in_short(preview)) == (
        [],
        [
            (1, "Jo Smith", "jo@example.org", "Answers for Police (Cambridgeshire)"),
            (1, "Siobhán O'Brien", "so@example.org", "Answers for Police (Cambridgeshire)"),
        ],
    )
    assert [one.name for one in invite_all(cast.store, cast.carol, preview)] == [
        "Jo Smith",
        "Siobhán O'Brien",
    ]


def test_what_a_line_says_of_itself_holds_before_what_was_chosen(cast):
    police, health = (
        answers_for(cast.cambridgeshire.partners[one]) for one in ("police", "health")
    )
    lines = "A\ta@example.org\nB\tb@example.org\tsteering\nC\tc@example.org\t\tHealth\n"
    preview = read_list(cast.store, cast.carol, lines, 873, police)
    assert [line.held for line in preview.lines] == [police, steering(), health]


def test_a_role_that_may_not_be_given_is_not_given_by_a_choice_either(cast):
    preview = read_list(
        cast.store, cast.carol, "a@example.org", 873, RoleHeld(Role.CHAIR, "trust", "873")
    )
    assert "a coordinator can invite people who answer" in preview.faults[1]


def test_an_address_alone_needs_a_name_unless_the_person_is_known(read, cast):
    invite(cast.store, cast.carol, "anna@example.org", "Anna", [steering()])
    preview = read_list(
        cast.store, cast.carol, "ben@example.org; anna@example.org", 873, steering()
    )
    assert preview.faults == ["line 1, person 1: the name is missing: write the person's name."]
    assert preview.lines[1].name == "Anna"


def test_the_name_may_stand_on_one_of_the_lines_of_a_person(read):
    preview = read("\ta@example.org\tsteering\nAnna\ta@example.org\tpartner\tPolice\n")
    assert preview.faults == []
    assert [one.name for one in preview.people] == ["Anna"]
    assert [one.name for one in preview.lines] == ["Anna", "Anna"]


def test_first_name_surname_trust_and_partner_may_be_columns_of_their_own(read, cast):
    preview = read(
        "Trust;Partner;Forename;Family name;E-mail;Role\n"
        "Leeds City Council;police;Jo;Smith;jo@example.org;partner\n"
        "Cambs;;Ben;Brown;ben@example.org;chair\n",
        cast.heidi,
        None,
    )
    assert preview.faults == []
    assert [(line.name, line.words) for line in preview.lines] == [
        ("Jo Smith", "Answers for Police (Leeds)"),
        ("Ben Brown", "Chair, Cambridgeshire"),
    ]


def test_a_trust_that_may_be_another_is_asked_for(read, cast):
    preview = read(
        "A\ta@example.org\tchair\tKingston\nB\tb@example.org\tpartner\tNewcastle: Police\n",
        cast.heidi,
        None,
    )
    to_give = "Give its full name or its three-digit DfE number."
    assert preview.faults == [
        "line 1: there is no Trust “Kingston”: did you mean Kingston upon Hull, City of (810) or "
        f"Kingston upon Thames (314)? {to_give}",
        f"line 2: there is no Trust “Newcastle”: did you mean Newcastle upon Tyne (391)? {to_give}",
    ]


@given(text=st.text(max_size=200) | st.text(alphabet='a@.,;\t\n"\r:', max_size=60))
@settings(max_examples=150, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_any_text_is_read_or_its_faults_are_told(read, text):
    preview = read(text, OPERATOR)
    assert all(fault.startswith("line ") for fault in preview.faults)
    assert len(preview.people) + len({f.split(":")[0] for f in preview.faults}) <= len(
        preview.lines
    )
