"""The zip of a region: kept for the person who began it, stopped, or refused in a sentence."""

import zipfile
from io import BytesIO

import pytest

from owf.reports.catalogue import Wanted
from owf.reports.kept import fetch_report, kept_reports
from owf.reports.model import Kind
from owf.web.reports import zip_job
from tests.cast import EAST_OF_ENGLAND

YORKSHIRE = "E12000003"
EAST = Wanted(Kind.REGION, 2009, region_code=EAST_OF_ENGLAND)
LEVELS = {"health": 2, "police": 3, "schools": 4}


def over(job):
    """The job once it has ended."""
    assert job.ended.wait(120)
    return job


@pytest.fixture
def signed(cast):
    cast.sign(cast.cambridgeshire, LEVELS, "full")
    return cast


def test_the_zip_is_kept_for_the_person_who_began_it_and_nobody_else(signed):
    job = over(zip_job.start(signed.store, signed.frank, EAST, "East of England"))
    assert job.error == ""
    (kept,) = kept_reports(signed.store, signed.frank)
    assert kept.facts.file_name == "east-of-england-reports-2009.zip"
    _, content = fetch_report(signed.store, signed.frank, kept.facts.id)
    with zipfile.ZipFile(BytesIO(content)) as file:
        assert file.testzip() is None
    assert kept_reports(signed.store, signed.grace) == []
    zip_job.forget(signed.frank, EAST)


def test_whoever_presses_twice_begins_one_job(signed):
    first = zip_job.start(signed.store, signed.frank, EAST, "East of England")
    assert zip_job.start(signed.store, signed.frank, EAST, "East of England") is first
    zip_job.forget(signed.frank, EAST)
    over(first)
    assert zip_job.job_of(signed.frank, EAST) is None


def test_one_that_was_stopped_keeps_nothing(signed):
    job = zip_job.start(signed.store, signed.frank, EAST, "East of England")
    zip_job.forget(signed.frank, EAST)
    over(job)
    assert kept_reports(signed.store, signed.frank) == []


def test_what_the_policy_refuses_is_said_in_its_words(signed):
    yorkshire = Wanted(Kind.REGION, 2009, region_code=YORKSHIRE)
    job = over(zip_job.start(signed.store, signed.frank, yorkshire, "Yorkshire"))
    assert "only open the page of your own region" in job.error
    zip_job.forget(signed.frank, yorkshire)
