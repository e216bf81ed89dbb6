"""The public version: the same whoever makes it, and in words that a child can read."""

import re

import pyphen
import pytest

from owf.access import Role
from owf.access.actor import Actor
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.results.trust_comparison import compare_with
from owf.reports.catalogue import trust_years_with_reports
from owf.reports.kinds.public import MOVED, STANDING, public_report
from owf.reports.model import Table
from owf.store import rounds, signed_scores
from owf.store.people import RoleHeld
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND, LEEDS
from tests.reports.texts import texts_of

YEAR = 2011
LEAD = Actor("outside", "Outside", (RoleHeld(Role.REGIONAL_LEAD, "region", EAST_OF_ENGLAND),))
HARDEST_GRADE = 7.0
"""School years of the United States: a reader of 12 is in the seventh."""
NAMES = re.compile(r"Cambridgeshire|East of England|\d+(?: [A-Z][a-z]+ \d{4})?")


@pytest.fixture
def public(five_years, person):
    return lambda role="chair", year=YEAR: public_report(
        five_years, person(role), CAMBRIDGESHIRE, year
    )


def published(store, level, trust=CAMBRIDGESHIRE):
    with store.writing() as session:
        in_round = rounds.round_of(session, trust, YEAR)
        rounds.set_round_status(session, in_round.id, "signed", level)


def numbers(report):
    return {
        value
        for table in report.tables()
        for column in table.columns
        if column.is_number
        for value in table.frame[column.title]
        if isinstance(value, float)
    }


def test_its_scores_and_words_are_those_that_a_lead_of_the_region_reads(five_years, public):
    outside = compare_with(five_years, LEAD, CAMBRIDGESHIRE, YEAR)
    scores, changes = public().tables()
    assert isinstance(scores, Table)
    for (_, row), one in zip(scores.frame.iterrows(), outside.headlines, strict=True):
        assert row["Score here"] == one.comparison.score
        assert row["Other places"] == one.comparison.reference
        assert row["How we compare"] == STANDING[one.verdict]
    moved = {one.title: MOVED[one.verdict] for one in outside.changes}
    for _, row in changes.frame.iloc[1:].iterrows():
        assert row["Since 2010"] == moved[row["Part of our work"]]


def test_whoever_makes_it_it_says_the_same(public):
    whole = list(texts_of(public("chair")))
    for role in ("coordinator", "steering", "partner", "regional-lead", "national"):
        assert list(texts_of(public(role))) == whole


@pytest.mark.parametrize("level", ["headline", "done"])
def test_a_trust_that_is_not_named_to_others_only_says_that_it_took_part(five_years, public, level):
    published(five_years, level)
    report = public()
    assert list(report.tables()) == list(report.figures()) == []
    words = " ".join(texts_of(report))
    assert "Cambridgeshire took part in 2011." in words
    assert not re.search(r"\d\.\d", words)
    for role in ("regional-lead", "national"):
        with pytest.raises(NotAllowed):
            public(role)


def test_no_score_of_any_trust_leaves_that_the_pages_would_not_show(five_years, person):
    """Every Trust of England's demonstration that published in full, against what is signed."""
    lead = person("regional-lead")
    shown = [one for one, _, year in trust_years_with_reports(five_years, lead) if year == YEAR]
    assert shown
    for trust in shown:
        outside = compare_with(five_years, lead, trust, YEAR)
        allowed = {
            value
            for one in outside.headlines
            for value in (one.comparison.score, one.comparison.reference)
        }
        assert numbers(public_report(five_years, lead, trust, YEAR)) <= allowed
    with five_years.reading() as session:
        signed = signed_scores.signed_trusts(session, YEAR, EAST_OF_ENGLAND)
    unnamed = [one.trust for one in signed.values() if one.publication != "full"]
    assert unnamed
    for trust in unnamed:
        with pytest.raises(NotAllowed):
            public_report(five_years, lead, trust, YEAR)


def test_no_level_of_a_question_no_practitioner_and_no_person_is_in_it(five_years, public):
    words = " ".join(texts_of(public()))
    assert not re.search(r"\b(CAF|LP|IS|MA) \d", words)
    assert "practitioner" not in words.lower()
    against = compare_with(five_years, LEAD, CAMBRIDGESHIRE, YEAR)
    assert against.signature.signed_by not in words


@pytest.mark.parametrize(("role", "trust"), [("administrator", CAMBRIDGESHIRE), ("chair", LEEDS)])
def test_it_is_refused_as_the_results_are(five_years, person, role, trust):
    with pytest.raises((NotAllowed, NotFound)):
        public_report(five_years, person(role), trust, YEAR)


def test_a_year_without_a_signature_is_refused(public):
    with pytest.raises(NotFound, match="has not signed off 2012 yet"):
        public(year=2012)


def grade(sentences):
    """Flesch and Kincaid's school year of a text."""
    words = [word for one in sentences for word in re.findall(r"[A-Za-z’']+", one)]
    hyphens = pyphen.Pyphen(lang="en_GB", left=1, right=1)
    syllables = sum(1 + len(hyphens.positions(word)) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_our_own_sentences_can_be_read_at_twelve(public):
    report = public()
    names = {theme for table in report.tables() for theme in table.frame.iloc[:, 0]}
    ours = [
        NAMES.sub("Kent", one)
        for text in texts_of(report)
        if text not in names
        for one in re.split(r"(?<=[.?!]) ", text)
        if one.endswith((".", "?")) and not one.startswith(("http", "Each statement"))
    ]
    assert len(ours) > 20, len(ours)
    assert grade(ours) <= HARDEST_GRADE, grade(ours)
