"""The page of good practice: what each part says, its forms, and what is never lost on it."""

from dataclasses import replace

import pytest

from owf import clock
from owf.improvement.good_practice.offering import change_offer, own_offers, withdraw_offer
from owf.improvement.good_practice.offers import open_offers
from owf.improvement.good_practice.requests import (
    AboutQuestion,
    answer_request,
    ask_about_offer,
    ask_trust,
    open_requests,
)
from owf.store import good_practice
from tests.cast import CAMBRIDGESHIRE
from tests.examples import EXAMPLE, example, offered, signed
from tests.hostile import MARKS
from tests.web.rendered import html_of

NORFOLK, ESSEX = 926, 881
HOW = "How did you begin?"


@pytest.fixture
def page_of(cast, open_page_of_cast):
    """The page as somebody of the cast sees it at an address."""

    def open_page(who, **address):
        page = open_page_of_cast("good_practice", who, **address)
        assert not page.exception
        return page

    return open_page


@pytest.fixture
def norfolk(cast):
    return signed(cast, NORFOLK, caf_1=4)


def words_of(page):
    return html_of(page).replace("<br>", " ")


def fill(page, key, text):
    """Type into a box, found by the end of its key, and leave it."""
    (box,) = [one for one in (*page.text_input, *page.text_area) if one.key.endswith(key)]
    box.set_value(text)
    return page


def press(page, label):
    (button,) = [one for one in page.button if one.label == label]
    return button.click().run()


def typed(page):
    return [one.value for one in (*page.text_input, *page.text_area) if one.value]


# What each part says.


NONE_FOR_US = "No Trust offers an example to Cambridgeshire yet"
EMPTY = (
    ("carol", "offers", (NONE_FOR_US, "Offer one of your own, or ask a Trust that is ahead")),
    ("carol", "yours", ("Cambridgeshire offers no example yet", "not signed any results yet")),
    ("carol", "requests", ("No request of or to Cambridgeshire waits", "Ask below, or open")),
    ("alice", "offers", (NONE_FOR_US, "When a Trust offers one, it appears here")),
    ("grace", "offers", ("No Trust offers an example to England yet", "it appears here")),
)


@pytest.mark.parametrize(("name", "part", "said"), EMPTY)
def test_an_empty_part_says_what_to_do(page_of, cast, name, part, said):
    heading, what_next = said
    page = page_of(getattr(cast, name), part=part)
    assert f"<h1>{heading}" in words_of(page)
    assert what_next in words_of(page)


def test_every_address_has_one_heading(cast, page_of, norfolk):
    practice_id = offered(cast, norfolk)
    signed(cast, CAMBRIDGESHIRE, caf_1=4, caf_2=2)
    for who in (cast.carol, cast.alice, cast.frank, cast.grace):
        for address in (
            {},
            *({"part": part} for part in ("offers", "yours", "requests", "gaps", "whole", "?")),
            {"offer": practice_id},
            {"part": "yours", "question": "caf-1"},
            {"part": "requests", "ask": "caf-1"},
            {"theme": "caf", "q": "form", "page": 9},
        ):
            page = page_of(who, **address)
            assert words_of(page).count("<h1>") == 1, address


def test_theme_and_search_come_from_the_address(cast, page_of, norfolk):
    offered(cast, norfolk, title="First")
    essex = signed(cast, ESSEX, ma_1=5)
    offered(cast, essex, "ma-1", title="Second")
    assert ["First" in words_of(page_of(cast.carol, theme=theme)) for theme in
            ("caf", "multi-agency", "elephant")] == [True, False, True]  # fmt: skip
    page = page_of(cast.carol, q="essex")
    assert ("First" in words_of(page), "Second" in words_of(page)) == (False, True)
    assert "No example matches these choices" in words_of(page_of(cast.carol, q="elephant"))


def test_three_hundred_offers_come_page_by_page(cast, page_of, norfolk):
    with cast.store.writing() as session:
        for number in range(300):
            good_practice.add_practice(
                session, NORFOLK, 2009, "caf-1", example(title=f"Example {number:03}"),
                by="erin", at=clock.now(),
            )  # fmt: skip
    page = page_of(cast.carol)
    assert "300 examples are offered to Cambridgeshire" in words_of(page)
    assert "300 examples: 1 to 20" in words_of(page)
    last = words_of(page_of(cast.carol, page=15))
    assert "281 to 300" in last
    assert "Example 299" in last
    assert "Example 279" not in last


def test_an_offer_is_shown_in_full_and_its_signs_stay_words(cast, page_of, norfolk):
    for text in MARKS:
        practice_id = offered(cast, norfolk, title=text, what=text, evidence=text, contact=text)
        page = page_of(cast.carol, offer=practice_id)
        assert "<script>" not in words_of(page)
        assert "<img" not in words_of(page)
        assert "<a href=//" not in words_of(page)
        assert "<script>" not in words_of(page_of(cast.carol))


def test_an_address_in_the_evidence_is_a_link_that_opens_apart(cast, page_of, norfolk):
    page = page_of(cast.alice, offer=offered(cast, norfolk))
    assert (
        '<a href="https://example.org/forms" target="_blank" rel="noopener noreferrer">'
        "https://example.org/forms</a>." in words_of(page)
    )


def test_a_partner_reads_and_has_no_form(cast, page_of, norfolk):
    page = page_of(cast.alice, offer=offered(cast, norfolk))
    assert "agreed level 4" in words_of(page)
    assert not page.button
    assert not page.text_area
    for part in ("yours", "requests", "gaps"):
        assert "1 example is offered" in words_of(page_of(cast.alice, part=part))


def test_a_level_that_is_not_published_is_not_shown(cast, page_of):
    place = signed(cast, NORFOLK, "headline", caf_1=5)
    page = page_of(cast.carol, offer=offered(cast, place))
    assert "results not published in full" in words_of(page)
    assert "agreed level" not in words_of(page)


def test_a_lead_sees_gaps_without_an_offer_and_asks(cast, page_of, norfolk):
    signed(cast, ESSEX, caf_1=2)
    page = page_of(cast.frank, part="gaps")
    assert "<h1>1 question is a gap in the East of England without an offer</h1>" in words_of(page)
    assert "Norfolk (4)" in words_of(page)
    assert "part=requests&amp;ask=caf-1" in words_of(page)
    page = press(fill(page_of(cast.frank, part="requests", ask="caf-1"), "-text", "Offer?"),
                 "Send it for the East of England")  # fmt: skip
    assert "Sent. The answer will appear under Requests." in words_of(page)
    assert [one.facts.text for one in open_requests(cast.store, norfolk.chair).of_us] == ["Offer?"]


# Forms.


def test_a_new_example_is_offered_from_a_suggestion_s_address(cast, page_of):
    signed(cast, CAMBRIDGESHIRE, caf_1=4)
    page = page_of(cast.carol, part="yours", question="caf-1")
    for field in ("title", "what", "contact"):
        fill(page, f"-{field}", f"Our {field}")
    page = press(page, "Offer this example")
    assert "“Our title” is offered." in words_of(page)
    (mine,) = own_offers(cast.store, cast.carol, CAMBRIDGESHIRE)
    assert mine.facts.described == replace(
        EXAMPLE, title="Our title", what="Our what", contact="Our contact", with_whom="",
        what_it_took="", evidence="", visible_to="region",
    )  # fmt: skip


def test_the_form_says_not_to_name_children_or_families(cast, page_of):
    signed(cast, CAMBRIDGESHIRE, caf_1=4)
    page = page_of(cast.carol, part="yours", question="caf-1")
    assert "Do not name children or families." in words_of(page)
    assert any("a role and a work address" in one.label for one in page.text_input)


def test_what_is_missing_is_said_beside_its_box_and_nothing_typed_is_lost(cast, page_of):
    signed(cast, CAMBRIDGESHIRE, caf_1=4)
    page = fill(page_of(cast.carol, part="yours", question="caf-1"), "-title", "Our title")
    page = press(fill(page, "-evidence", "See https://a:b@example.org"), "Offer this example")
    assert "Say what you did" in words_of(page)
    assert typed(page) == ["Our title", "See https://a:b@example.org"]
    page = fill(fill(page, "-what", "We wrote it."), "-contact", "The CAF coordinator")
    page = press(page, "Offer this example")
    assert "name or a password" in words_of(page)
    assert "Our title" in typed(page)


def test_a_question_that_may_not_be_offered_says_so_before_anything_is_typed(cast, page_of):
    signed(cast, CAMBRIDGESHIRE, caf_1=4)
    page = page_of(cast.carol, part="yours", question="caf-2")
    assert "Cambridgeshire has agreed level 3 on CAF 2" in words_of(page)
    assert not page.text_input


def test_a_question_that_is_not_there_is_refused_in_words(cast, open_page_of_cast):
    signed(cast, CAMBRIDGESHIRE, caf_1=4)
    page = open_page_of_cast("good_practice", cast.carol, part="yours", question="caf-99")
    assert "no such question" in page.exception[0].message


def test_the_second_to_save_sees_both_and_can_save_then(cast, page_of):
    place = signed(cast, CAMBRIDGESHIRE, caf_1=4)
    practice_id = offered(cast, place)
    page = fill(page_of(cast.carol, part="yours", change=practice_id), "-title", "Carol's")
    change_offer(cast.store, cast.dave, practice_id, example(title="Dave's"), seen_version=1)
    page = press(page, "Save the changes")
    assert "Somebody else changed “Dave&#39;s” while you were writing" in words_of(page)
    assert "As your colleague saved it" in words_of(page)
    assert "Dave&#39;s" in words_of(page)
    assert "Carol's" in typed(page)
    page = press(page, "Save the changes")
    assert "“Carol&#39;s” is changed." in words_of(page)
    assert own_offers(cast.store, cast.carol, CAMBRIDGESHIRE)[0].facts.title == "Carol's"


def test_it_is_withdrawn_only_with_the_box_ticked(cast, page_of):
    place = signed(cast, CAMBRIDGESHIRE, caf_1=4)
    practice_id = offered(cast, place)
    page = press(page_of(cast.carol, part="yours", change=practice_id), "Withdraw this example")
    assert "Not withdrawn. Tick the box first." in words_of(page)
    page.checkbox[0].check()
    page = press(page, "Withdraw this example")
    assert "is withdrawn." in words_of(page)
    assert own_offers(cast.store, cast.carol, CAMBRIDGESHIRE)[0].facts.is_withdrawn


def test_an_offer_withdrawn_while_somebody_writes_keeps_what_they_wrote(cast, page_of, norfolk):
    practice_id = offered(cast, norfolk)
    page = fill(page_of(cast.carol, offer=practice_id), "-text", HOW)
    withdraw_offer(cast.store, norfolk.chair, practice_id, seen_version=1)
    page = press(page, "Send it for Cambridgeshire")
    assert "does not offer this example any more (withdrawn)" in words_of(page)
    assert typed(page) == [HOW]
    assert not page.button
    assert EXAMPLE.what not in words_of(page)


def test_a_question_about_an_offer_is_sent_once_and_the_box_is_empty(cast, page_of, norfolk):
    page = fill(page_of(cast.carol, offer=offered(cast, norfolk)), "-text", HOW)
    page = press(page, "Send it for Cambridgeshire")
    assert "Sent. The answer will appear under Requests." in words_of(page)
    assert typed(page) == []


def test_a_request_answered_by_somebody_else_meanwhile_keeps_what_one_wrote(cast, page_of, norfolk):
    request_id = ask_about_offer(cast.store, cast.carol, offered(cast, norfolk), HOW)
    page = page_of(norfolk.chair, part="requests")
    assert "<h1>1 request waits for Norfolk&#39;s answer</h1>" in words_of(page)
    page = fill(page, f"answer-{request_id}-text", "With two schools.")
    answer_request(cast.store, norfolk.chair, request_id, "With one school.")
    page = press(page, "Send the answer")
    assert "answered on" in words_of(page)
    assert "With one school." in words_of(page)
    assert "With two schools." in typed(page)
    assert not [one for one in page.button if one.label == "Send the answer"]


def test_an_answer_from_the_page_reaches_the_asker(cast, page_of, norfolk):
    about = AboutQuestion(NORFOLK, 2009, "caf-1")
    request_id = ask_trust(cast.store, cast.carol, about, HOW)
    page = fill(page_of(norfolk.chair, part="requests"), f"answer-{request_id}-text", "Gladly.")
    page = press(page, "Send the answer")
    assert "Sent. The people who asked can read it under Requests." in words_of(page)
    assert "Norfolk answered on" in words_of(page_of(cast.dave, part="requests"))
    assert "Gladly." in words_of(page_of(cast.dave, part="requests"))


def test_somebody_with_two_places_can_change_between_them(cast, page_of, norfolk):
    offered(cast, norfolk)
    both = replace(cast.carol, roles=(*cast.carol.roles, *cast.frank.roles))
    names = [one.name for one in open_offers(cast.store, both).choices]
    assert names == ["Cambridgeshire", "East of England"]
    headings = [
        words_of(page_of(both, **address)).partition("<h1>")[2].partition("</h1>")[0]
        for address in ({}, {"region": "E12000006"})
    ]
    assert headings == [
        "1 example is offered to Cambridgeshire",
        "1 example is offered to the Trusts of the East of England",
    ]
