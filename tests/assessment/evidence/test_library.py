"""Evidence as things of their own: kept, linked to answers, used again, and taken away."""

from datetime import date

import pytest
from sqlalchemy import text

from owf.access import OPERATOR
from owf.access.accounts import erase
from owf.access.audit import Event
from owf.assessment.errors import (
    ChangedSinceRead,
    Incomplete,
    Locked,
    NotAllowed,
    NotFound,
    OutsideScale,
)
from owf.assessment.evidence.library import (
    add_evidence,
    change_evidence,
    open_evidence,
    read_file,
    remove_evidence,
)
from owf.assessment.returns.answering import (
    Evidence,
    answers_now,
    open_return,
    save_choice,
    save_evidence,
)
from owf.assessment.returns.evidence_links import change_links
from owf.assessment.returns.submitting import submit_return
from owf.assessment.rounds.opening import open_cycle
from owf.assessment.rounds.partners import take_out
from owf.store import audit
from owf.store.answers import StoredAnswer
from owf.store.audit import EventsWanted
from owf.store.evidence import Described, NewFile
from tests.tiny_pack import next_pack

URL = "https://example.org/audit"
FILE = NewFile("audit.txt", "text/plain; charset=utf-8", b"All is well.")
AUDIT = Described("The audit", dated=date(2009, 5, 1), expires=date(2010, 5, 31))


@pytest.fixture
def police(cast):
    """Cambridgeshire's police, Alice's and Bob's partner."""
    return cast.cambridgeshire.partners["police"]


@pytest.fixture
def add(cast, police):
    """Add a piece to the police's list; gives its id."""
    return lambda what=URL, described=AUDIT, who=cast.alice: add_evidence(
        cast.store, who, police, described, what
    )


@pytest.fixture
def link(cast):
    """Link a piece to items of the police's return."""

    def link_items(piece, *items, who=cast.alice, drop=(), return_id=cast.police):
        change_links(
            cast.store,
            who,
            return_id,
            add=[(piece, item) for item in items],
            drop=[(piece, item) for item in drop],
        )

    return link_items


@pytest.fixture
def listed(cast, police):
    """The police's list as one of them sees it."""
    return lambda: open_evidence(cast.store, cast.alice, police)


@pytest.fixture
def view(cast, police):
    """The police's return."""
    return lambda year=2009: open_return(cast.store, cast.alice, police, year)


def linked(view):
    return {item: [one.title for one in things] for item, things in view.linked.items()}


@pytest.mark.databases("sqlite", "postgresql")
def test_a_link_and_a_file_are_kept_with_what_is_said_of_them(add, listed):
    add(described=Described("  The\x00 audit ", "bob", date(2009, 5, 1), date(2010, 5, 31)))
    add(FILE, Described("Notes"))
    notes, found = listed().pieces
    assert (found.title, found.url, found.owner_name, found.dated, found.expires) == (
        "The audit", URL, "Bob", date(2009, 5, 1), date(2010, 5, 31),
    )  # fmt: skip
    assert (notes.url, notes.file_name, notes.size) == (None, "audit.txt", len(FILE.content))
    assert len(found.id) == 32
    assert found.id[:8] != notes.id[:8]


@pytest.mark.parametrize(
    ("described", "words"),
    [
        (Described(" "), "Give it a title"),
        (Described("x" * 161), "Shorten it to 160"),
        (Described("A", "ivan"), "Choose a colleague"),
        (Described("A", dated=date(2009, 7, 11)), "is in the future"),
        (Described("A", expires=date(1066, 1, 1)), "between 1990 and 2099"),
        (Described("A", dated=date(2009, 5, 2), expires=date(2009, 5, 1)), "earlier than its date"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(add, listed, described, words):
    with pytest.raises(OutsideScale, match=words):
        add(described=described)
    assert listed().pieces == []


def test_one_piece_stands_behind_many_answers_and_changes_nothing_of_them(
    add, link, view, choose, cast
):
    choose("caf-1", 4)
    before = answers_now(cast.store, cast.police)
    piece = add()
    link(piece, "caf-1", "ma-1")
    assert linked(view()) == {"caf-1": ["The audit"], "ma-1": ["The audit"]}
    assert answers_now(cast.store, cast.police) == before
    link(piece, drop=["caf-1"])
    assert linked(view()) == {"ma-1": ["The audit"]}


def test_linking_twice_changes_nothing_and_is_recorded_once(add, link, view, cast):
    piece = add()
    link(piece, "caf-1")
    link(piece, "caf-1", drop=["caf-2"])
    assert linked(view()) == {"caf-1": ["The audit"]}
    with cast.store.reading() as session:
        found = audit.events(session, EventsWanted(actions=[Event.EVIDENCE_LINKED]), 9)
    assert len(found) == 1


@pytest.mark.databases("sqlite", "postgresql")
def test_two_who_link_at_once_lose_nothing_of_each_other_s(add, link, view, cast):
    mine, theirs = add(), add(described=Described("Bob's list"))
    link(mine, "caf-1")
    link(theirs, "caf-1", who=cast.bob)
    assert linked(view()) == {"caf-1": ["Bob's list", "The audit"]}


def test_another_partner_s_piece_cannot_be_linked(cast, link, view):
    health = cast.leeds.partners["police"]
    theirs = add_evidence(cast.store, cast.ivan, health, Described("Theirs"), URL)
    with pytest.raises(NotFound, match="no longer in your list"):
        link(theirs, "caf-1")
    assert linked(view()) == {}


def test_a_question_that_is_not_asked_takes_no_evidence(add, link):
    with pytest.raises(OutsideScale, match="is not a question"):
        link(add(), "caf-99")


def test_a_submitted_return_takes_no_more_links_and_loses_none(add, link, view, cast):
    piece = add()
    link(piece, "caf-1")
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    for change in ({"drop": ["caf-1"]}, {}):
        with pytest.raises(Locked):
            link(piece, *(() if change else ("caf-2",)), **change)
    assert linked(view()) == {"caf-1": ["The audit"]}


def test_what_is_said_of_a_piece_can_be_changed_and_its_links_stay(add, link, listed, view, cast):
    piece = add(FILE)
    link(piece, "caf-1")
    other = NewFile("new.txt", FILE.media_type, b"Better.")
    change_evidence(cast.store, cast.bob, piece, Described("Audit 2"), other, seen_version=1)
    (found,) = listed().pieces
    assert (found.title, found.file_name, found.version) == ("Audit 2", "new.txt", 2)
    assert linked(view()) == {"caf-1": ["Audit 2"]}
    assert read_file(cast.store, cast.alice, piece).content == b"Better."
    with cast.store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM evidence_file")).scalar_one() == 1


def test_who_changes_a_piece_second_is_told_and_overwrites_nothing(add, listed, cast):
    piece = add()
    change_evidence(cast.store, cast.bob, piece, Described("Bob's"), seen_version=1)
    with pytest.raises(ChangedSinceRead, match="Somebody else changed “Bob's”"):
        change_evidence(cast.store, cast.alice, piece, Described("Alice's"), seen_version=1)
    assert [one.title for one in listed().pieces] == ["Bob's"]


def test_a_piece_that_nothing_submitted_relies_on_goes_with_its_file_and_links(
    add, link, listed, view, cast
):
    piece = add(FILE)
    link(piece, "caf-1")
    remove_evidence(cast.store, cast.alice, piece)
    assert listed().pieces == []
    assert linked(view()) == {}
    with cast.store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM evidence_file")).scalar_one() == 0
    with pytest.raises(NotFound, match="Somebody has removed this piece"):
        remove_evidence(cast.store, cast.alice, piece)


def test_what_a_submitted_return_relies_on_stays_as_it_was(add, link, listed, cast):
    piece = add(FILE)
    link(piece, "caf-1")
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    with pytest.raises(
        Locked, match="supports what you submitted in 2009, so it cannot be removed"
    ):
        remove_evidence(cast.store, cast.alice, piece)
    with pytest.raises(Locked, match="Add the new evidence as a new piece"):
        change_evidence(
            cast.store, cast.alice, piece, AUDIT,
            NewFile("x.txt", FILE.media_type, b"Other."), seen_version=1,
        )  # fmt: skip
    change_evidence(cast.store, cast.alice, piece, Described("The audit of May"), seen_version=1)
    assert [one.title for one in listed().pieces] == ["The audit of May"]
    assert read_file(cast.store, cast.alice, piece) == FILE


def test_a_link_of_before_stays_as_it_was_kept_when_only_its_title_changes(add, link, listed, cast):
    piece = add()
    wrapped = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org"
    with cast.store.writing() as session:
        session.execute(text("UPDATE evidence SET url = :url"), {"url": wrapped})
    link(piece, "caf-1")
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    change_evidence(cast.store, cast.alice, piece, Described("New"), wrapped, seen_version=1)
    assert [(one.title, one.url) for one in listed().pieces] == [("New", wrapped)]


def test_a_link_is_kept_as_it_was_before_a_mail_filter(add, listed):
    add("www.example.org/Shared Documents")
    assert [one.url for one in listed().pieces] == ["https://www.example.org/Shared%20Documents"]


def test_the_steering_group_reads_a_file_once_it_was_submitted_and_nobody_outside_ever(
    add, link, cast
):
    piece = add(FILE)
    link(piece, "caf-1")
    inside = (cast.carol, cast.dave, cast.erin)
    outside = (cast.ivan, cast.judy, cast.frank, cast.grace, cast.heidi, cast.mallory)
    for who in (*inside, *outside):
        with pytest.raises(NotAllowed):
            read_file(cast.store, who, piece)
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    for who in inside:
        assert read_file(cast.store, who, piece) == FILE
    said = set()
    for who in outside:
        for asked in (piece, "0" * 32):
            with pytest.raises(NotAllowed) as refused:
                read_file(cast.store, who, asked)
            said.add(str(refused.value))
    assert len(said) == 1
    with cast.store.reading() as session:
        found = audit.events(session, EventsWanted(actions=[Event.EXPORTED]), 9)
    assert [(one.person_id, one.trust) for one in found] == [
        ("erin", 873), ("dave", 873), ("carol", 873),
    ]  # fmt: skip


def test_moderators_see_what_was_linked_to_a_submitted_answer(add, link, question, cast):
    link(add(), "caf-1")
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    (police,) = question("caf-1").given
    assert [one.title for one in police.things] == ["The audit"]
    assert question("caf-2").given[0].things == ()


def test_an_erased_owner_leaves_evidence_that_names_nobody(add, listed, cast):
    piece = add(described=Described("The audit", "bob"), who=cast.bob)
    remains = erase(cast.store, cast.heidi, "bob")
    assert (
        "1 piece of evidence that they added stays, because they belong to the partner."
        in remains.sentences
    )
    (found,) = listed().pieces
    assert (found.id, found.owner, found.owner_name) == (piece, None, None)


def test_a_partner_with_nothing_but_links_can_still_be_taken_out_of_the_round(
    add, link, listed, cast
):
    link(add(), "caf-1")
    take_out(cast.store, cast.carol, cast.police)
    assert [one.title for one in listed().pieces] == ["The audit"]


# What a level asks for, and next year.


@pytest.fixture
def asking(cast):
    """The police's return of 2010, all at level 4, whose third question asks for evidence."""
    pack = next_pack(
        cast.pack, "2010", caf_3={"evidence": {"required_from": 4}}, ma_3={"required": False}
    )
    open_cycle(cast.store, OPERATOR, 2010, pack, opens=date(2010, 6, 1), closes=date(2010, 7, 17))
    return_id = cast.again(cast.cambridgeshire, 2010).returns["police"]
    for item in ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2"):
        save_choice(cast.store, cast.alice, return_id, item, 4, seen=StoredAnswer(item))
    return return_id


def test_something_linked_that_is_good_is_evidence_as_words_are(add, link, asking, cast):
    with pytest.raises(Incomplete, match="link something from your list"):
        submit_return(cast.store, cast.alice, asking)
    link(add(), "caf-3", return_id=asking)
    submit_return(cast.store, cast.alice, asking)


def test_something_that_has_expired_is_none(add, link, asking, cast):
    over = add(described=Described("Old", expires=date(2009, 7, 9)))
    link(over, "caf-3", return_id=asking)
    with pytest.raises(Incomplete) as told:
        submit_return(cast.store, cast.alice, asking)
    assert told.value.missing == ("CAF 3",)
    seen = answers_now(cast.store, asking)["caf-3"]
    save_evidence(cast.store, cast.alice, asking, "caf-3", Evidence("In the file."), seen=seen)
    submit_return(cast.store, cast.alice, asking)


def test_on_its_last_day_it_is_still_good(add, link, asking, cast):
    link(add(described=Described("A", expires=date(2009, 7, 10))), "caf-3", return_id=asking)
    submit_return(cast.store, cast.alice, asking)


def test_next_year_offers_what_is_still_good_and_names_what_is_not(add, link, view, cast):
    good, over = add(), add(described=Described("Old", expires=date(2009, 7, 9)))
    for piece in (good, over):
        link(piece, "caf-1")
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    cast.open_year(2010)
    cast.again(cast.cambridgeshire, 2010)
    found = view(2010).last_year["caf-1"]
    assert found.suggestion.things == (good,)
    assert [(one.title, one.is_over(date(2009, 7, 10))) for one in found.things] == [
        ("Old", True), ("The audit", False),
    ]  # fmt: skip
    assert view(2010).last_year["caf-2"].things == ()
