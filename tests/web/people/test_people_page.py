"""The page of people as Streamlit runs it: for whom, what a click does, what is text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from owf.access import OPERATOR, Role, start_session, who_is_there
from owf.access.accounts import disable
from owf.access.errors import LinkRefused
from owf.access.invitations import add_person, invite
from owf.access.one_time_links import accept, person_of_link
from owf.access.people import PeopleWanted, State, give_role, list_people, open_person, take_role
from owf.store import people
from owf.store.people import RoleHeld
from owf.web import layout
from tests.web.rendered import html_of

STEERING = RoleHeld(Role.STEERING, "trust", "873")
NASTY = "<b>Anna</b> *O'Neill* [x](javascript:alert(1)) :red[y]"


@pytest.fixture
def visit(cast, open_page_of_cast):
    """The page at an address, as somebody sees it; ``who`` may be a token, looked up each run."""

    def open_page(who, /, **address):
        there = (lambda: who_is_there(cast.store, who)) if isinstance(who, str) else who
        return open_page_of_cast("people", there, **address)

    return open_page


def press(page, label):
    (button,) = [one for one in page.button if one.label == label]
    found = button.click().run()
    assert not found.exception
    return found


def names(page):
    """Who stands in the list."""
    said = html_of(page)
    return [one.split("</a>")[0].rsplit(">", 1)[1] for one in said.split("/people?")[1:]]


def fill(page, label, text):
    (box,) = [one for one in [*page.text_input, *page.text_area] if one.label == label]
    box.set_value(text)


def pick(page, label, value):
    (box,) = [one for one in page.selectbox if one.label == label]
    return box.set_value(value).run()


def code(page):
    return [one.value for one in page.code]


def refusal(page):
    (found,) = page.exception
    return found.message


# The list


def test_a_coordinator_finds_the_people_of_its_trust(cast, visit):
    page = visit(cast.carol)
    assert not page.exception
    assert ">People of Cambridgeshire</h1>" in html_of(page)
    assert names(page) == ["Alice", "Bob", "Carol", "Dave", "Erin"]
    assert "Trust" not in [one.label for one in page.selectbox]


def test_an_administrator_finds_everybody_and_chooses_by_the_address(cast, visit):
    assert len(names(visit(cast.heidi))) == 11
    assert names(visit(cast.heidi, trust=383)) == ["Ivan", "Judy"]
    assert names(visit(cast.heidi, role="respondent", name="i")) == ["Alice", "Ivan"]
    assert names(visit(cast.heidi, state="active")) == []
    assert "Change them above" in html_of(visit(cast.heidi, state="active"))


def test_a_choice_goes_into_the_address(cast, visit):
    page = pick(visit(cast.heidi), "Role", "chair")
    assert page.query_params["role"] == "chair"
    assert names(page) == ["Erin", "Judy"]
    fill(page, "Name or e-mail address", "judy")
    page.run()
    assert page.query_params["name"] == "judy"
    assert names(page) == ["Judy"]


@pytest.mark.parametrize("nonsense", ["-1", "0", "99", "x", "9" * 30])
def test_three_hundred_people_come_fifty_at_a_time(cast, visit, nonsense):
    with cast.store.writing() as session:
        for number in range(295):
            people.add_person(session, f"p{number}", f"Person {number:03}", roles=[STEERING])
    first = visit(cast.carol)
    assert len(names(first)) == 50
    assert "300 people: 1 to 50" in html_of(first)
    assert names(visit(cast.carol, page=6))[-1] == "Person 294"
    assert len(names(visit(cast.carol, page=nonsense))) == 50


@pytest.mark.parametrize("name", ["alice", "dave", "erin", "frank", "grace", "mallory"])
def test_the_page_stays_closed_to_everybody_else(cast, visit, name):
    for address in ({}, {"trust": 873}, {"do": "invite"}, {"do": "list"}):
        page = visit(getattr(cast, name), **address)
        assert "for administrators and Trust coordinators" in refusal(page)
        assert "Dave" not in html_of(page)
    assert page.text_input.len == 0


def test_another_trust_and_its_people_stay_closed_to_a_coordinator(cast, visit):
    assert "for administrators and Trust coordinators" in refusal(visit(cast.carol, trust=383))
    assert "not in your list" in refusal(visit(cast.carol, person="ivan"))
    assert "not in your list" in refusal(visit(cast.carol, person="ivan", do="erase"))


# One person


def test_a_role_is_given_and_taken(cast, visit):
    page = visit(cast.heidi, person="dave", give="chair", **{"in": 383})
    page = press(page, "Give this role")
    assert "Dave now has this role" in html_of(page)
    page = press(page, "Remove: Steering group")
    assert "Dave no longer has this role" in html_of(page)
    assert [one.words for one in open_person(cast.store, OPERATOR, "dave").roles] == [
        "Chair, Leeds"
    ]


def test_whoever_loses_their_last_role_in_a_trust_leaves_its_coordinators_list(cast, visit):
    page = press(visit(cast.carol, person="dave"), "Remove: Steering group")
    assert "they are no longer in this list" in html_of(page)
    assert "Dave" not in names(page)
    assert open_person(cast.store, OPERATOR, "dave").roles == ()


def test_a_coordinator_chooses_among_its_own_partners(cast, visit):
    page = visit(cast.carol, person="dave", give="respondent")
    (partner,) = [one for one in page.selectbox if one.label == "Partner"]
    assert partner.options == ["Choose …", "Health", "Police", "Schools"]
    (role,) = [one for one in page.selectbox if one.label == "Role"]
    assert role.options == ["Choose …", "Answers for a partner", "Steering group"]


def test_no_role_is_given_before_it_is_chosen_with_its_place(cast, visit):
    for address in ({}, {"give": "respondent"}, {"give": "nonsense"}, {"partner": "1"}):
        page = press(visit(cast.carol, person="dave", **address), "Give this role")
        assert "Choose the person&#39;s role and place first." in html_of(page)
    assert len(open_person(cast.store, OPERATOR, "dave").roles) == 1


def test_a_coordinator_finds_no_button_for_what_is_not_theirs(cast, visit):
    page = visit(cast.carol, person="erin")
    labels = [one.label for one in page.button]
    assert not [one for one in labels if one.startswith(("Remove", "Disable", "Make"))]
    assert "Only an administrator can disable or erase a person" in html_of(page)


def test_a_new_link_is_shown_until_it_is_passed_on_and_the_older_one_dies(cast, visit):
    older = invite(cast.store, cast.carol, "anna@example.org", "Anna", [STEERING])
    page = press(visit(cast.carol, person=older.person_id), "Make a new link")
    link, letter = code(page)
    assert link in letter
    assert person_of_link(cast.store, link.rsplit("/", 1)[1])[0].name == "Anna"
    with pytest.raises(LinkRefused):
        person_of_link(cast.store, older.link.token)
    assert code(page.run()) == [link, letter]
    assert code(press(page, "I have passed it on")) == []


SAVE = "Save the corrections"


def test_a_mistyped_address_is_corrected_and_the_link_is_shown_again(cast, visit):
    wrong = invite(cast.store, cast.carol, "anna@exmaple.org", "Ana", [STEERING])
    page = visit(cast.carol, person=wrong.person_id)
    fill(page, "Name", "Anna")
    fill(page, "E-mail address", "anna@example.org")
    page = press(page, SAVE)
    said = html_of(page)
    assert "The name is now Anna. The e-mail address has been changed." in said
    assert ">Anna</h1>" in said
    link, letter = code(page)
    assert link in letter
    assert person_of_link(cast.store, link.rsplit("/", 1)[1])[0].email == "anna@example.org"
    with pytest.raises(LinkRefused):
        person_of_link(cast.store, wrong.link.token)


@pytest.mark.parametrize(
    ("name", "email", "said"),
    [
        ("", "no address", ["The name is missing", "is not an e-mail address"]),
        ("Anna", "eve@example.org", ["There is already an account with this e-mail address"]),
        ("A" * 121, "new@example.org", ["The name has 121 characters"]),
        ("Anna", "", ["is not an e-mail address"]),
    ],
)
def test_a_correction_that_will_not_do_is_refused_and_what_was_typed_stays(
    cast, visit, name, email, said
):
    anna = invite(cast.store, cast.carol, "anna@example.org", "Anna", [STEERING]).person_id
    invite(cast.store, cast.heidi, "eve@example.org", "Eve Elsewhere", [STEERING])
    page = visit(cast.carol, person=anna)
    fill(page, "Name", name)
    fill(page, "E-mail address", email)
    page = press(page, SAVE)
    for words in said:
        assert words in html_of(page)
    assert "Eve Elsewhere" not in html_of(page)
    assert [one.value for one in page.text_input] == [name, email]
    found = open_person(cast.store, cast.heidi, anna)
    assert (found.name, found.email) == ("Anna", "anna@example.org")


def test_the_password_of_whoever_had_the_wrong_address_is_ended_on_demand(cast, visit):
    made = invite(cast.store, cast.carol, "anna@exmaple.org", "Anna", [STEERING])
    accept(cast.store, made.link.token, "kettle orbit plum fence", address="192.0.2.1")
    page = visit(cast.carol, person=made.person_id)
    fill(page, "E-mail address", "anna@example.org")
    (box,) = page.checkbox
    assert box.label.startswith("Somebody else may have used the earlier address")
    box.check()
    page = press(page, SAVE)
    assert len(code(page)) == 2
    assert not open_person(cast.store, cast.heidi, made.person_id).has_password


def test_nobody_is_offered_what_they_may_not_correct(cast, visit):
    for who, person, said in (
        (cast.carol, "erin", "you cannot change their name or e-mail address"),
        (cast.carol, "carol", "your account page"),
        (cast.heidi, "heidi", "your account page"),
    ):
        page = visit(who, person=person)
        assert said in html_of(page)
        assert not [one for one in page.button if one.label == SAVE]


def test_a_role_that_ends_a_waiting_link_says_so(cast, visit):
    anna = invite(cast.store, cast.carol, "anna@example.org", "Anna", [STEERING]).person_id
    page = visit(cast.heidi, person=anna, give="chair", **{"in": 873})
    assert "no longer works. Make a new one" in html_of(press(page, "Give this role"))


def test_somebody_is_disabled_and_enabled(cast, visit):
    token = start_session(cast.store, "dave")
    page = press(visit(cast.heidi, person="dave"), "Disable")
    assert "Dave is disabled" in html_of(page)
    assert who_is_there(cast.store, token) is None
    press(page, "Enable")
    assert open_person(cast.store, cast.heidi, "dave").state is State.ACTIVE


def test_a_click_counts_for_what_was_on_the_screen(cast, visit):
    """Somebody else has disabled Dave meanwhile: the same click does not enable him."""
    page = visit(cast.heidi, person="dave")
    (button,) = [one for one in page.button if one.label == "Disable"]
    with cast.store.writing() as session:
        people.set_disabled(session, "dave", layout.clock.now())
    button.click().run()
    assert open_person(cast.store, cast.heidi, "dave").state is State.DISABLED


def test_erasing_says_what_stays_and_needs_a_tick(cast, visit):
    cast.sign(cast.cambridgeshire, {"health": 3, "police": 3, "schools": 3})
    page = visit(cast.heidi, person="erin", do="erase", trust=873)
    assert "6 agreed levels with their reasons stay" in html_of(page)
    assert "1 signature stays" in html_of(page)
    page = press(page, "Erase this person")
    assert "Tick the box first. This cannot be undone." in html_of(page)
    page.checkbox[0].check().run()
    page = press(page, "Erase this person")
    assert "Erin has been erased" in html_of(page)
    assert "person" not in page.query_params
    assert "Erin" not in names(page)


def test_nobody_ends_their_own_account_or_the_last_administrators(cast, visit):
    page = visit(cast.heidi, person="heidi")
    assert "You cannot disable or erase yourself" in html_of(page)
    page = press(page, "Remove: Administrator")
    assert "Not done. This is the last administrator" in html_of(page)
    assert "Nobody can erase themselves" in refusal(visit(cast.heidi, person="heidi", do="erase"))


def test_the_people_of_the_demonstration_stay_and_the_page_says_why(cast, visit):
    with cast.store.writing() as session:
        people.add_person(session, "demo", "Chair", demo_role="chair")
    page = visit(cast.heidi, person="demo")
    assert "one of the people of the demonstration" in html_of(page)
    assert "you cannot disable or erase them" in html_of(page)
    assert "Disable" not in [one.label for one in page.button]
    assert "nobody can erase them" in refusal(visit(cast.heidi, person="demo", do="erase"))


def test_whoever_loses_the_role_is_refused_at_the_next_click_and_told_why(cast, visit):
    give_role(cast.store, OPERATOR, "mallory", RoleHeld(Role.COORDINATOR, "trust", "873"))
    page = visit(start_session(cast.store, "mallory"), person="dave")
    (button,) = [one for one in page.button if one.label.startswith("Remove")]
    take_role(cast.store, OPERATOR, "mallory", RoleHeld(Role.COORDINATOR, "trust", "873"))
    page = button.click().run()
    assert "for administrators and Trust coordinators" in refusal(page)
    assert open_person(cast.store, OPERATOR, "dave").roles


# Inviting


def test_somebody_is_invited_and_the_link_is_text_to_copy(cast, visit):
    page = visit(cast.carol, do="invite", give="steering")
    fill(page, "Name", "Anna Ackroyd")
    fill(page, "E-mail address", "anna@example.org")
    page = press(page, "Invite")
    link, letter = code(page)
    assert "Copy the text and send it yourself" in html_of(page)
    assert letter.startswith("Dear Anna Ackroyd,")
    page = press(page, "I have passed it on")
    assert [one.value for one in page.text_input] == ["", ""]
    accept(cast.store, link.rsplit("/", 1)[1], "kettle orbit plum fence", address="192.0.2.1")


def test_an_error_is_said_in_words_and_what_was_typed_stays(cast, visit):
    page = visit(cast.carol, do="invite", give="steering")
    fill(page, "Name", "Anna")
    fill(page, "E-mail address", "anna")
    page = press(page, "Invite")
    assert "“anna” is not an e-mail address" in html_of(page)
    assert [one.value for one in page.text_input] == ["Anna", "anna"]


def test_a_trust_without_a_round_has_nobody_to_answer_for(cast, visit):
    page = visit(cast.heidi, do="invite", give="respondent", **{"in": 881})
    assert "Essex has no partners yet" in html_of(page)
    fill(page, "Name", "Anna")
    fill(page, "E-mail address", "anna@example.org")
    assert "Choose the person&#39;s role and place first." in html_of(press(page, "Invite"))


def check_list(page, text):
    fill(page, "People to invite", text)
    return press(page, "Check the list")


def test_a_list_is_checked_before_anybody_is_invited(cast, visit):
    page = check_list(visit(cast.carol, do="list"), "Anna\tanna@example\tsteering\nBen\tb@x.org\n")
    assert "2 faults in the list" in html_of(page)
    assert "line 1: “anna@example” is not an e-mail address" in html_of(page)
    assert not [one for one in page.button if one.label.startswith("Invite these")]
    page = check_list(page, "Anna\tanna@example.org\tsteering\nBen\tb@x.org\tpartner\tPolice\n")
    assert "The list has no mistakes" in html_of(page)
    assert list_people(cast.store, OPERATOR, PeopleWanted(text="@")) == []
    page = press(page, "Invite these 2 people")
    links, _ = code(page)
    assert [one.split("\t")[:2] for one in links.splitlines()] == [
        ["Anna", "anna@example.org"],
        ["Ben", "b@x.org"],
    ]
    assert len(list_people(cast.store, OPERATOR, PeopleWanted(text="@"))) == 2
    assert press(page, "I have passed it on").text_area[0].value == ""


def test_people_pasted_from_a_letter_get_the_role_chosen_above_the_list(cast, visit):
    page = visit(cast.carol, do="list")
    assert page.selectbox[0].label == "Role where a line names none"
    page = check_list(page, "Smith, Jo <jo@example.org>; Brown, Ben <ben@example.org>")
    assert "line 1, person 2: the role is missing" in html_of(page)
    page = page.selectbox[0].set_value("steering").run()
    assert "The list has no mistakes" in html_of(page)
    press(page, "Invite these 2 people")
    found = list_people(cast.store, OPERATOR, PeopleWanted(text="@example.org"))
    assert {one.name: [role.words for role in one.roles] for one in found} == {
        "Ben Brown": ["Steering group, Cambridgeshire"],
        "Jo Smith": ["Steering group, Cambridgeshire"],
    }


def test_a_list_that_reads_otherwise_than_it_was_shown_is_shown_again(cast, visit):
    page = check_list(visit(cast.carol, do="list"), "Anna\tanna@example.org\tsteering\n")
    add_person(cast.store, OPERATOR, "anna@example.org", "Anna", [STEERING])
    page = press(page, "Invite this person")
    assert "has changed since you checked it" in html_of(page)
    assert "Already has this role" in html_of(page)


# Text


def test_html_and_markdown_in_names_are_text_everywhere(cast, visit):
    anna = invite(cast.store, cast.carol, "anna@example.org", NASTY, [STEERING]).person_id
    nasty = replace(cast.heidi, name=NASTY)
    pages = [
        visit(nasty),
        visit(nasty, person=anna),
        visit(nasty, person=anna, do="erase"),
        check_list(visit(nasty, do="list"), f"{NASTY}\tx@example.org\t{NASTY}\t{NASTY}\n"),
        press(visit(nasty, person=anna), "Make a new link"),
        press(visit(nasty, person=anna), "Disable"),
    ]
    for page in pages:
        assert "<b>Anna" not in html_of(page)
        assert "&lt;b&gt;Anna&lt;/b&gt;" in html_of(page)
    erase = pages[2]
    assert r"\*O'Neill\*" in erase.checkbox[0].label
    assert r"\[x\]" in erase.checkbox[0].label


def test_an_invitation_that_was_opened_for_a_partner_is_filled_with_it(cast, visit):
    health = cast.cambridgeshire.partners["health"]
    page = visit(cast.carol, do="invite", give="respondent", trust=873, partner=health, year=2009)
    assert ">Invite somebody for Health</h1>" in html_of(page)
    chosen = {one.label: one.value for one in page.selectbox}
    assert chosen == {"Role": "respondent", "Partner": str(health)}
    page = press(page, "Invite")
    assert "Write their name." in html_of(page)
    assert "Write their e-mail address." in html_of(page)
    fill(page, "Name", "Hana")
    fill(page, "E-mail address", "hana@example.org")
    page = press(page, "Invite")
    assert "Hana is invited" in html_of(page)


def test_a_coordinator_without_a_chair_reads_who_invites_one(cast, visit):
    assert "no chair yet" not in html_of(visit(cast.carol, do="invite", trust=873))
    disable(cast.store, OPERATOR, "erin")
    said = html_of(visit(cast.carol, do="invite", trust=873))
    assert "Only an administrator can invite a chair. Ask Heidi." in said
