"""What the pages Compare and Results say alike of a Trust, to its own people and from outside."""

from __future__ import annotations

import pytest
import streamlit as st

from owf.access.errors import NotAllowed
from owf.questionnaire import NonScore
from owf.web.widgets import downloads
from tests.web.rendered import CAMBRIDGESHIRE, html_of

pytestmark = pytest.mark.parametrize("page", ["compare", "results"])
LEVELS = {"health": 4, "police": 5, "schools": 3}
MOSTLY_DONT_KNOW = {
    "health": NonScore.DONT_KNOW, "police": NonScore.DONT_KNOW, "schools": 3,
}  # fmt: skip


@pytest.fixture
def read(open_page_of_cast):
    """What a page says of Cambridgeshire 2009 to somebody."""
    return lambda page, who: html_of(open_page_of_cast(page, who, trust=CAMBRIDGESHIRE, year=2009))


def test_a_change_that_only_its_own_people_see_is_said_to_be_there(cast, read, page):
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), MOSTLY_DONT_KNOW)
    cast.sign(cast.cambridgeshire, LEVELS)
    said = read(page, cast.frank)
    assert (
        "<h2>Change since 2008</h2><p>Fewer than 3 sectors of Cambridgeshire answered in both"
        in (said)
    )
    assert "nothing from 2008 to compare with" not in said
    assert "only people in that Trust can see what changed" not in read(page, cast.erin)


def test_where_to_open_a_survey_is_for_its_own_people_to_know(cast, read, page):
    cast.sign(cast.cambridgeshire, LEVELS)
    nobody = "No practitioner of Cambridgeshire responded in 2009."
    assert (f"{nobody} The coordinator can open the survey on the Survey page.") in read(
        page, cast.erin
    )
    assert f"{nobody}</p>" in read(page, cast.frank)


@pytest.fixture
def files(cast, open_page_of_cast, monkeypatch):
    """What a page of two years offers to somebody as files; each is made for somebody else."""
    cast.sign(cast.cambridgeshire, LEVELS)
    cast.open_year(2010)
    cast.sign(cast.again(cast.cambridgeshire, 2010), LEVELS)

    def drawn_for(page, who):
        offered = {}
        monkeypatch.setattr(
            st, "download_button", lambda label, make, **_: offered.update({label: make})
        )
        open_page_of_cast(page, who, trust=CAMBRIDGESHIRE, year=2010)

        def make(reader):
            monkeypatch.setattr(downloads, "who_is_there", lambda *_: reader)
            return offered["Change since last year: numbers (CSV)"]()

        return make

    return drawn_for


@pytest.mark.parametrize("names", [("erin", "alice", "frank"), ("frank", "grace", "erin")])
def test_a_page_drawn_with_other_eyes_gives_no_file_until_it_is_reloaded(cast, files, page, names):
    drawn_for, alike, otherwise = (getattr(cast, name) for name in names)
    make = files(page, drawn_for)
    for who in (drawn_for, alike):
        assert b"Theme" in make(who)
    with pytest.raises(NotAllowed, match="Reload the page, then download"):
        make(otherwise)
