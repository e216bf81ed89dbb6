"""What writes in one line is told when it is kept, and one that fails takes nobody with it."""

from __future__ import annotations

import asyncio

import pytest

from owf.store import get_store
from owf.store.surveys import count_oddity, oddities_of
from owf.web.survey.limits import in_line
from tests.loops import run


@pytest.fixture
def round_id(site_store):
    with site_store.reading() as session:
        return session.connection().exec_driver_sql("SELECT max(id) FROM round").scalar_one()


def write(round_id, *, fails=False):
    with get_store().writing() as session:
        count_oddity(session, round_id, "quick")
        if fails:
            raise ValueError("half way")
    return "kept"


def test_many_at_once_are_each_kept_or_not_at_all(site_store, round_id):
    async def all_at_once():
        jobs = [
            in_line(lambda number=number: write(round_id, fails=number % 5 == 0))
            for number in range(50)
        ]
        return await asyncio.gather(*jobs, return_exceptions=True)

    told = run(all_at_once())
    assert [isinstance(one, ValueError) for one in told] == [n % 5 == 0 for n in range(50)]
    assert told.count("kept") == 40
    with site_store.reading() as session:
        assert oddities_of(session, round_id) == {"quick": 40}
