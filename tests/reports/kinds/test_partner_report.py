"""Feedback to one partner: its own beside the group's, and nothing that tells of another one."""

import pytest
from sqlalchemy import text

from owf.access import OPERATOR, Actor, Role
from owf.access.errors import NotAllowed, NotFound, Refused
from owf.assessment.moderation.agreeing import agree_level, open_moderation
from owf.assessment.moderation.replies import answer_reply, open_agreed, reply_to_level
from owf.assessment.results.trust_results import trust_results
from owf.assessment.returns.answering import answers_now, save_comment
from owf.assessment.returns.submitting import submit_return
from owf.assessment.rounds.partners import note_apologies
from owf.assessment.signing.sign_off import sign_off
from owf.questionnaire import NonScore
from owf.reports.kinds.partner import partner_report
from owf.reports.model import Kind
from owf.store import moderation
from owf.store.people import RoleHeld
from tests.cast import CAMBRIDGESHIRE
from tests.planned import begin_signed
from tests.reports.reading import facts_of, headings, rows_of, section_of, table_called, words_of
from tests.reports.sample import MARKUP

REASON = "The audit of May found less than partners said."
REPLY, ANSWER = "We see it every day.", "We looked again, and it stands."


def answers_for(cast, sector):
    """Somebody who answers for another of Cambridgeshire's partners."""
    partner = cast.cambridgeshire.partners[sector]
    return Actor(sector, sector.title(), (RoleHeld(Role.RESPONDENT, "partner", str(partner)),))


def report_of(cast, who=None, sector="police", year=2009):
    return partner_report(
        cast.store, who or cast.alice, CAMBRIDGESHIRE, year, cast.cambridgeshire.partners[sector]
    )


@pytest.fixture
def submitted(cast):
    """Health at 2, police at 5 and once without a level, schools at 3; the police wrote a word."""
    here = cast.cambridgeshire
    cast.submit_all(here, {"health": 2, "schools": 3})
    levels = dict.fromkeys((one.id for one in cast.pack.items), 5)
    cast.answer(here, "police", levels | {"ma-3": NonScore.DONT_KNOW}, submit=False)
    seen = answers_now(cast.store, cast.police)["caf-1"]
    save_comment(cast.store, cast.alice, cast.police, "caf-1", "All do it here.", seen=seen)
    submit_return(cast.store, cast.alice, cast.police)
    return cast


@pytest.fixture
def signed(submitted):
    """One level was agreed against what partners said, and one reply stands."""
    cast, here = submitted, submitted.cambridgeshire
    cast.accept_all(here)
    agree_level(cast.store, cast.carol, here.round_id, "caf-1", 1, reason=REASON, seen_version=1)
    for item, version, stands in (("caf-1", 2, True), ("caf-2", 1, False)):
        reply_id = reply_to_level(
            cast.store, cast.alice, cast.police, item, f"{REPLY} {item}", seen_version=version
        )
        with cast.store.reading() as session:
            seen = moderation.reply_by_id(session, reply_id)
        answer_reply(
            cast.store, cast.carol, reply_id, answer="" if stands else ANSWER, stands=stands,
            seen=seen,
        )  # fmt: skip
    sign_off(cast.store, here.chair, here.round_id, "full")
    return cast


def test_own_answers_stand_beside_the_group_s_and_the_agreed_level(signed):
    found = report_of(signed)
    assert (found.kind, found.title) == (Kind.PARTNER, "Police: feedback on 2009")
    rows = rows_of(table_called(found, "Your answers on CAF"))
    assert rows[0] == {
        "Question": "CAF 1, CAF 1", "Your answer": "5 Embedded",
        "The group": "1 at 2, 1 at 3, 1 at 5", "Median": "3.0", "Agreed": "1", "Reason": REASON,
    }  # fmt: skip
    last = rows_of(table_called(found, "Your answers on Multi-agency working"))[-1]
    assert (last["Your answer"], last["The group"], last["Median"], last["Agreed"]) == (
        "Don't know", "1 at 2, 1 at 3, 1 don't know", "2.5", "2",
    )  # fmt: skip
    assert found.sections[0].claim == (
        "You answered 6 of 6 questions; 5 of 6 agreed levels differ from yours, 5 by two levels or "
        "more."
    )


@pytest.mark.databases("sqlite", "postgresql")
def test_the_numbers_are_those_of_the_partner_s_own_pages(signed):
    partner = signed.cambridgeshire.partners["police"]
    pages = open_agreed(signed.store, signed.alice, partner, 2009)
    counts = trust_results(signed.store, signed.alice, CAMBRIDGESHIRE, 2009).partners
    found = report_of(signed)
    rows = {
        one["Question"].partition(",")[0]: one
        for theme in ("CAF", "Multi-agency working")
        for one in rows_of(table_called(found, f"Your answers on {theme}"))
    }
    assert {one.item.code: str(one.agreement.level) for one in pages.items} == {
        code: row["Agreed"] for code, row in rows.items()
    }
    for standing in counts.items:
        assert rows[standing.code]["Median"] == f"{standing.median:.1f}"
    with signed.store.reading() as session:
        own = session.execute(
            text("select count(*) from answer where return_id = :one and level is not null"),
            {"one": signed.police},
        ).scalar_one()
    facts = facts_of(found.sections[0])
    assert facts["Answered"] == "6 of 6"
    assert own == sum(row["Your answer"][0].isdigit() for row in rows.values()) == 5


def test_what_is_far_from_its_own_says_why(signed):
    found = report_of(signed)
    rows = rows_of(table_called(found, "Two levels or more apart"))
    assert (rows[0]["You said"], rows[0]["Agreed"], rows[0]["Reason"]) == ("5", "1", REASON)
    assert rows[1]["Reason"] == "none is written: it is the middle of what partners said"
    assert len(rows) == 5


def test_comments_and_replies_are_there_with_what_became_of_them(signed):
    found = report_of(signed)
    (comment,) = rows_of(table_called(found, "Your comments"))
    assert comment["What you wrote"] == "All do it here."
    first, second = rows_of(table_called(found, "Your replies"))
    assert (first["What became of it"], first["The group's answer"]) == (
        "kept in the record as a disagreement", "",
    )  # fmt: skip
    assert (second["What became of it"], second["The group's answer"]) == ("answered", ANSWER)
    assert section_of(found, "Your replies and what became of them").claim == (
        "You replied to 2 questions; 1 is kept as disagreement."
    )


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dave", "erin", "operator"])
def test_whoever_may_have_it_reads_the_same_and_nobody_else_is_named(signed, name):
    who = OPERATOR if name == "operator" else getattr(signed, name)
    words = words_of(report_of(signed, who))
    assert words == words_of(report_of(signed))
    assert "Health" not in words
    assert "Schools" not in words


@pytest.mark.parametrize("name", ["health", "ivan", "judy", "frank", "grace", "heidi", "mallory"])
def test_nobody_else_has_it(signed, name):
    who = answers_for(signed, name) if name == "health" else getattr(signed, name)
    with pytest.raises(NotAllowed) as refused:
        report_of(signed, who)
    assert str(refused.value) == (
        "Only the people who answer for a partner can open its self-assessment. If you should be "
        "one of them, ask your Trust's coordinator to add you."
    )


def test_a_partner_of_another_trust_is_not_found_under_this_one(cast):
    with pytest.raises(NotFound, match="This partner belongs to another Trust"):
        partner_report(cast.store, cast.ivan, CAMBRIDGESHIRE, 2009, cast.leeds.partners["police"])
    with pytest.raises(NotFound):
        report_of(cast, year=2030)


@pytest.fixture
def of_two(cast):
    """Schools sent apologies, so two partners answered; the agreed level has a reason."""
    here = cast.cambridgeshire
    note_apologies(cast.store, cast.carol, here.returns["schools"], "No time.")
    cast.submit_all(here, {"health": 2, "police": 5})
    cast.accept_all(here)
    agree_level(cast.store, cast.carol, here.round_id, "caf-1", 4, reason=REASON, seen_version=1)
    sign_off(cast.store, here.chair, here.round_id, "full")
    return cast


@pytest.mark.parametrize("name", ["alice", "carol", "operator"])
def test_with_two_partners_nothing_tells_what_the_other_one_said(of_two, name):
    """Whoever makes it: the coordinator may know, and passes it on."""
    who = OPERATOR if name == "operator" else getattr(of_two, name)
    found = report_of(of_two, who)
    for title in ("Your answers on CAF", "Your answers on Multi-agency working"):
        for row in rows_of(table_called(found, title)):
            assert row["The group"] == "fewer than three answered"
            assert row["Median"] == ""
    (row, *_) = rows_of(table_called(found, "Your answers on CAF"))
    assert (row["Your answer"], row["Agreed"]) == ("5 Embedded", "4")
    words = words_of(found)
    assert "1 at 2" not in words
    assert "middle of what partners said" not in words
    assert "Health" not in words


def test_before_the_signature_it_has_agreed_levels_and_no_answers_of_the_group(submitted):
    submitted.accept_all(submitted.cambridgeshire)
    found = report_of(submitted)
    table = table_called(found, "Your answers on CAF")
    assert [one.title for one in table.columns] == ["Question", "Your answer", "Agreed"]
    assert "How many partners gave which level is shown once the chair has signed" in (
        words_of(found)
    )
    assert found.about.signature == found.about.digest == ""


def test_a_partner_that_did_not_answer_has_a_short_report_of_its_own(cast):
    others = {"health": 2, "schools": 3}
    cast.submit_all(cast.cambridgeshire, others)
    cast.accept_all(cast.cambridgeshire)
    found = report_of(cast)
    assert found.sections[0].claim == "You answered 0 of 6 questions."
    assert headings(found) == ["At a glance", "Your actions in the plan"]
    assert "Your organisation has not submitted for 2009. Agreed levels are shown once" in (
        words_of(found)
    )
    # Others' levels must not influence its answers.
    assert facts_of(found.sections[0])["Agreed levels"] == "0"
    with pytest.raises(Refused, match="has not submitted its self-assessment, so there is nothing"):
        report_of(cast, cast.carol)


def test_one_that_sent_apologies_is_told_that_its_answers_do_not_count(cast):
    note_apologies(cast.store, cast.carol, cast.police, "Two posts are empty.")
    assert "The coordinator noted apologies: Two posts are empty." in words_of(report_of(cast))


def test_a_comment_of_4000_letters_with_markup_and_formulas_stays_as_it_was(cast):
    typed = (f"=1+1\n{MARKUP}\n\n" * 30)[:4000].strip()
    assert len(typed) > 3900
    cast.answer(cast.cambridgeshire, "police", 5, submit=False)
    seen = answers_now(cast.store, cast.police)["caf-1"]
    save_comment(cast.store, cast.alice, cast.police, "caf-1", typed, seen=seen)
    (row,) = rows_of(table_called(report_of(cast), "Your comments"))
    assert row["What you wrote"] == typed


def test_it_has_the_actions_that_it_leads_and_takes_part_in_without_naming_others(signed):
    planned = begin_signed(signed, 2009)
    planned.add("Train managers.")
    planned.add("Only the police.", lead_partner_id=planned.schools, lead_person="carol")
    planned.change(planned.view().actions[1].id, lead_partner_id=planned.police)
    planned.agree()
    own = rows_of(table_called(report_of(signed), "Actions that you lead or take part in"))
    assert [(one["Action"], one["Your part"]) for one in own] == [("A1", "leads"), ("A2", "leads")]
    assert own[0]["Next milestone"] == "Step 1"
    schools = report_of(signed, answers_for(signed, "schools"), "schools")
    theirs = rows_of(table_called(schools, "Actions that you lead or take part in"))
    assert [(one["Action"], one["Your part"]) for one in theirs] == [
        ("A1", "takes part"), ("A2", "takes part"),
    ]  # fmt: skip
    words = words_of(schools)
    assert "Police" not in words
    assert "Alice" not in words
    assert section_of(schools, "Your actions in the plan").claim == (
        "You lead 0 actions of the plan for 2009 to 2012."
    )


def test_a_plan_without_its_actions_says_so(signed):
    assert section_of(report_of(signed), "Your actions in the plan").claim == (
        "No plan is agreed yet."
    )
    planned = begin_signed(signed, 2009)
    planned.add("Train managers.")
    planned.agree()
    health = report_of(signed, answers_for(signed, "health"), "health")
    assert section_of(health, "Your actions in the plan").claim == (
        "You have no action in the plan for 2009 to 2012."
    )


def test_the_group_s_moderation_page_knows_more_than_the_report(signed):
    view = open_moderation(signed.store, signed.carol, CAMBRIDGESHIRE, 2009)
    assert {one.partner for one in view.questions[0].given} == {"Health", "Police", "Schools"}
    assert "Health" not in words_of(report_of(signed, signed.carol))
