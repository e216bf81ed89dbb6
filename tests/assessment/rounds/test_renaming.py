"""A partner gets another name: earlier years keep theirs, and what was signed still verifies."""

import threading

import pytest

from owf.access import OPERATOR
from owf.access.invitation_list import read_list
from owf.access.roles import roles_in_words
from owf.assessment.audit.reading import whole_record
from owf.assessment.errors import NotAllowed, NotFound, Refused
from owf.assessment.moderation.agreeing import open_moderation
from owf.assessment.results.trust_results import trust_results
from owf.assessment.returns.answering import open_return
from owf.assessment.returns.receipt import receipt_of
from owf.assessment.returns.workbook_import import find_destination, find_partner
from owf.assessment.rounds.opening import add_partners
from owf.assessment.rounds.partners import read_partners, rename_partner
from owf.assessment.rounds.progress import open_running
from owf.assessment.signing.reopening import reopen_round
from owf.assessment.signing.sign_off import open_sign_off, sign_off
from owf.assessment.signing.verifying import verify_versions
from owf.exchange.workbook.identity import owner_of
from owf.exchange.workbook.reading import open_workbook, read_return
from owf.exchange.workbook.writing import workbook_of
from owf.store import moderation, rounds
from owf.store.audit import EventsWanted

UNEQUAL = {"health": 2, "police": 3, "schools": 5}
NEW = "Cambridgeshire Constabulary"


@pytest.fixture
def police(cast):
    return cast.cambridgeshire.partners["police"]


@pytest.fixture
def signed(settle, reply, answer, sign):
    """Cambridgeshire 2009, signed with a reply of its police."""
    settle(UNEQUAL)
    answer(reply("We see it otherwise."), "We looked again.")
    return sign()


@pytest.fixture
def next_year(cast, signed):
    """2010, open for the same partners."""
    cast.open_year(2010)
    return cast.again(cast.cambridgeshire, 2010)


def rename(cast, partner, name=NEW, who=None):
    return rename_partner(cast.store, who or cast.carol, partner, name)


def in_round(cast, year):
    """What the page of a year says of each partner: its name, earlier ones, the present one."""
    view = open_running(cast.store, cast.carol, 873, year)
    return {
        one.facts.sector_id: (one.facts.partner_name, one.formerly, one.now_called)
        for one in view.partners
    }


def seen_of(cast, police, year=2009):
    """Everything of a year in which a partner's name could stand."""
    moderated = open_moderation(cast.store, cast.dave, 873, year)
    view = open_return(cast.store, cast.alice, police, year)
    with cast.store.reading() as session:
        replies = moderation.replies_of_round(session, moderated.round.id)
    return {
        "receipt": receipt_of(cast.store, cast.alice, police, year),
        "workbook": owner_of(view),
        "destination": find_destination(cast.store, cast.alice, police, year).partner_name,
        "by its name": find_partner(cast.store, OPERATOR, 873, "Police", year),
        "moderation": [
            (one.partner, one.level) for question in moderated.questions for one in question.given
        ],
        "replies": [one.partner_name for one in replies],
        "results": trust_results(cast.store, cast.erin, 873, year),
        "sign-off": [
            one.partner_name for one in open_sign_off(cast.store, cast.erin, 873, year).returns
        ],
        "proof": [one.sentence for one in verify_versions(cast.store, OPERATOR, 873, year)],
        "record": [
            one.sentence
            for one in whole_record(cast.store, cast.carol, EventsWanted(trust=873))
            if one.event.object_kind == "return"
        ],
    }


def test_signed_years_keep_the_name_and_every_proof_holds(cast, police, next_year):
    before = seen_of(cast, police)
    assert rename(cast, police)
    assert seen_of(cast, police) == before
    (proof,) = verify_versions(cast.store, OPERATOR, 873, 2009)
    assert proof.holds
    assert in_round(cast, 2009)["police"] == ("Police", (), NEW)
    assert in_round(cast, 2010)["police"] == (NEW, ("Police",), "")
    assert in_round(cast, 2010)["health"] == ("Health", (), "")


def test_the_present_year_roles_and_lists_have_the_new_name(cast, police, next_year):
    rename(cast, police)
    assert open_return(cast.store, cast.alice, police, 2010).facts.partner_name == NEW
    assert roles_in_words(cast.store, cast.alice.roles) == (f"Answers for {NEW} (Cambridgeshire)",)
    found = read_list(cast.store, cast.carol, f"Eve,eve@example.org,partner,{NEW}", 873)
    assert not found.faults


def test_the_record_says_from_what_to_what(cast, police, next_year):
    rename(cast, police)
    newest = next(iter(whole_record(cast.store, cast.carol, EventsWanted(trust=873))))
    assert newest.sentence == f"Carol renamed the partner Police to {NEW}"


def test_a_partner_is_renamed_again_and_back_and_each_year_has_its_own(cast, police, next_year):
    rename(cast, police, "The Constabulary")
    cast.sign(next_year, UNEQUAL)
    cast.open_year(2011)
    cast.again(cast.cambridgeshire, 2011)
    rename(cast, police)
    assert [in_round(cast, year)["police"] for year in (2009, 2010, 2011)] == [
        ("Police", (), NEW),
        ("The Constabulary", ("Police",), NEW),
        (NEW, ("The Constabulary", "Police"), ""),
    ]
    assert rename(cast, police, "Police")
    assert in_round(cast, 2011)["police"] == ("Police", ("The Constabulary",), "")
    assert in_round(cast, 2009)["police"] == ("Police", (), "")


def test_a_mistake_corrected_before_anything_was_signed_leaves_no_former_name(cast, police):
    rename(cast, police, "Polcie")
    rename(cast, police)
    assert in_round(cast, 2009)["police"] == (NEW, (), "")


def test_a_round_that_was_reopened_keeps_the_name_it_was_signed_under(cast, police, signed):
    reopen_round(cast.store, cast.erin, cast.cambridgeshire.round_id, "A slip.")
    rename(cast, police)
    assert in_round(cast, 2009)["police"] == ("Police", (), NEW)
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")
    assert all(one.holds for one in verify_versions(cast.store, OPERATOR, 873, 2009))


def test_an_earlier_year_that_nobody_signed_keeps_the_name_too(cast, police):
    cast.open_year(2010)
    cast.again(cast.cambridgeshire, 2010)
    rename(cast, police)
    assert in_round(cast, 2009)["police"][0] == "Police"
    assert in_round(cast, 2010)["police"][0] == NEW


def test_a_spreadsheet_taken_out_before_comes_back_after(cast, police):
    workbook = workbook_of(open_return(cast.store, cast.alice, police, 2009))
    rename(cast, police)
    to = find_destination(cast.store, cast.alice, police, 2009)
    assert to.partner_name == NEW
    assert not read_return(open_workbook(workbook, 1_000_000), to).faults


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "1 to 120 characters"),
        (" \u200b\x02 ", "1 to 120 characters"),
        ("x" * 121, "1 to 120 characters"),
        ("health", "already a partner called health"),
        (" Schools\u200b ", "already a partner called Schools"),
    ],
)
def test_a_name_that_will_not_do_is_refused(cast, police, name, words):
    with pytest.raises(Refused, match=words) as refused:
        rename(cast, police, name)
    assert refused.value.field == "name"
    assert in_round(cast, 2009)["police"][0] == "Police"


def test_the_name_that_another_had_in_an_earlier_year_is_refused(cast, police, next_year):
    rename(cast, police)
    for take in (
        lambda: rename(cast, cast.cambridgeshire.partners["health"], "Police"),
        lambda: add_partners(cast.store, cast.carol, 873, [("police", "police")]),
    ):
        with pytest.raises(Refused, match=f"{NEW} was called Police in 2009"):
            take()


def test_last_year_s_list_pasted_again_knows_who_is_called_otherwise_now(cast, police, next_year):
    rename(cast, police)
    found = read_partners(
        cast.store, cast.carol, 873, cast.pack, "Police; Police\nHealth; Health", year=2010
    )
    assert [(one.known, one.note) for one in found.lines] == [
        (police, f"Takes part already. It is now called {NEW}."),
        (cast.cambridgeshire.partners["health"], "Takes part already."),
    ]
    twice = read_partners(cast.store, cast.carol, 873, cast.pack, f"Police; Police\n{NEW}; Police")
    assert twice.faults == [f"Line 2: {NEW} is on line 1 already: leave one out."]


@pytest.mark.parametrize("name", ["alice", "dave", "erin", "frank", "grace", "heidi", "judy"])
def test_nobody_but_the_coordinator_renames_a_partner(cast, police, name):
    with pytest.raises(NotAllowed):
        rename(cast, police, who=getattr(cast, name))
    with pytest.raises(NotAllowed):
        rename(cast, cast.leeds.partners["police"])
    with pytest.raises(NotFound):
        rename(cast, 987654)


def test_its_own_name_changes_nothing(cast, police):
    assert not rename(cast, police, " Police ")


@pytest.mark.databases("sqlite", "postgresql")
def test_of_two_partners_given_one_name_at_once_one_has_it_and_one_is_told(cast):
    start, outcomes = threading.Barrier(2), []

    def give(partner):
        start.wait()
        try:
            outcomes.append(rename(cast, partner))
        except Refused as refused:
            outcomes.append(str(refused))

    threads = [
        threading.Thread(target=give, args=(cast.cambridgeshire.partners[one],))
        for one in ("police", "health")
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert outcomes.count(True) == 1
    assert any("already a partner called" in str(one) for one in outcomes)
    with cast.store.reading() as session:
        names = [one.name for one in rounds.partners_of_trust(session, 873)]
    assert names.count(NEW) == 1
