"""The survey as a practitioner finds it at its open link."""

from __future__ import annotations

from datetime import date

import pytest

from owf.access import OPERATOR
from owf.assessment.survey_links import make_link
from owf.store import rounds, survey_links, surveys
from tests.web.browsers import field, words
from tests.web.surveying import answer_all, begin


@pytest.fixture
def round_id(site_store):
    """Cambridgeshire's round of 2009, which is open."""
    with site_store.reading() as session:
        return rounds.round_of(session, 873, 2009).id


@pytest.fixture
def link(site_store, round_id):
    """The path of the link to its survey."""
    make_link(site_store, OPERATOR, round_id, date(2009, 7, 17))
    with site_store.reading() as session:
        return f"/survey/{survey_links.link_of_round(session, round_id).token}"


@pytest.fixture
def count(site_store, round_id):
    def responses():
        with site_store.reading() as session:
            return surveys.response_count(session, round_id)

    return responses


def test_from_the_link_to_the_thanks_in_six_screens(client, link, count):
    before = count()
    start = client.get(link)
    assert "How far do we work as one for children in Cambridgeshire?" in words(start)
    assert "theme 1 of 4" in words(begin(client, link))
    last = answer_all(client, link)
    assert "Thank you" in words(last)
    assert field(last, "form_token") is None
    assert count() == before + 1
