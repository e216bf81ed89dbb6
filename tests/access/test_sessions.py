"""Sessions: the browser has the token, the database only its hash."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from owf import clock
from owf.access import Role, end_session, start_session, who_is_there
from owf.access.errors import NotAllowed
from owf.access.sessions import (
    IDLE,
    LIFETIME,
    act_under,
    end_own_sessions,
    own_sessions,
    why_over,
)
from owf.settings import get_settings
from owf.store import people
from owf.store.people import RoleHeld

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)


def everything_in(store):
    """Every cell of the database as text."""
    with store.reading() as session:
        tables = inspect(session.connection()).get_table_names()
        return [
            str(cell)
            for table in tables
            for row in session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
            for cell in row
        ]


def test_a_token_says_who_is_there_with_their_roles(cast):
    token = start_session(cast.store, "alice")
    assert who_is_there(cast.store, token) == cast.alice


def test_only_the_hash_of_a_token_is_kept(cast):
    token = start_session(cast.store, "alice")
    kept = everything_in(cast.store)
    assert sha256(token.encode()).hexdigest() in kept
    assert not [cell for cell in kept if token in cell]


def test_no_two_tokens_are_alike_and_each_is_long_enough_to_guess_in_vain(cast):
    tokens = {start_session(cast.store, "alice") for _ in range(5)}
    assert len(tokens) == 5
    assert min(map(len, tokens)) >= 43  # 256 bits


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_no_token_or_a_wrong_one_is_nobody(cast, token):
    start_session(cast.store, "alice")
    assert who_is_there(cast.store, token) is None


def test_why_a_session_is_over_is_said_in_words(cast):
    with clock.stopped_at(NINE):
        token = start_session(cast.store, "alice")
        ended = start_session(cast.store, "alice")
        end_session(cast.store, ended)
        assert why_over(cast.store, token) == ""
        assert "another window" in why_over(cast.store, ended)
    with clock.stopped_at(NINE + IDLE + timedelta(seconds=1)):
        assert "two hours" in why_over(cast.store, token)
    with clock.stopped_at(NINE + LIFETIME):
        assert "twelve hours" in why_over(cast.store, token)
    assert why_over(cast.store, None) == ""


def test_what_a_page_asks_by_itself_keeps_no_idle_session_alive(cast):
    with clock.stopped_at(NINE):
        token = start_session(cast.store, "alice")
    with clock.stopped_at(NINE + IDLE - timedelta(minutes=1)):
        assert who_is_there(cast.store, token, is_use=False) == cast.alice
    with clock.stopped_at(NINE + IDLE + timedelta(minutes=1)):
        assert who_is_there(cast.store, token) is None


def test_a_session_that_idled_too_long_is_not_among_ones_own(cast):
    with clock.stopped_at(NINE):
        start_session(cast.store, "alice", "Firefox on Windows")
    with clock.stopped_at(NINE + IDLE):
        start_session(cast.store, "alice", "Safari on iPhone")
        assert len(own_sessions(cast.store, cast.alice)) == 2
    with clock.stopped_at(NINE + IDLE + timedelta(seconds=1)):
        (found,) = own_sessions(cast.store, cast.alice)
    assert found.device == "Safari on iPhone"


def test_the_hash_itself_opens_nothing(cast):
    token = start_session(cast.store, "alice")
    assert who_is_there(cast.store, sha256(token.encode()).hexdigest()) is None


def test_a_session_lasts_its_time_and_no_longer(cast):
    with clock.stopped_at(NINE):
        token = start_session(cast.store, "alice")
    for hour in range(1, 12):
        with clock.stopped_at(NINE + timedelta(hours=hour)):
            assert who_is_there(cast.store, token) == cast.alice
    with clock.stopped_at(NINE + LIFETIME - timedelta(seconds=1)):
        assert who_is_there(cast.store, token) == cast.alice
    with clock.stopped_at(NINE + LIFETIME):
        assert who_is_there(cast.store, token) is None


def test_a_session_ends_after_two_hours_without_a_click(cast):
    with clock.stopped_at(NINE):
        token = start_session(cast.store, "alice")
    with clock.stopped_at(NINE + IDLE):
        assert who_is_there(cast.store, token) == cast.alice
    with clock.stopped_at(NINE + 2 * IDLE + timedelta(seconds=1)):
        assert who_is_there(cast.store, token) is None


def test_clicks_in_one_minute_are_noted_once(cast):
    """Reading a page would wait for a writer otherwise."""
    with clock.stopped_at(NINE):
        token = start_session(cast.store, "alice")
    for seconds, seen in ((59, NINE), (60, NINE + timedelta(seconds=60))):
        with clock.stopped_at(NINE + timedelta(seconds=seconds)):
            actor = who_is_there(cast.store, token)
            assert own_sessions(cast.store, actor)[0].last_seen_at == seen


def test_a_disabled_person_is_out_at_the_next_click(cast):
    token = start_session(cast.store, "alice")
    with cast.store.writing() as session:
        people.set_disabled(session, "alice", clock.now())
    assert who_is_there(cast.store, token) is None


def test_nobody_of_the_demonstration_is_there_outside_of_it(cast, environment):
    with cast.store.writing() as session:
        people.add_person(session, "demo", "Chair", demo_role="chair")
    token = start_session(cast.store, "demo")
    for is_demo, there in (("1", True), ("0", False)):
        environment.setenv("OWF_DEMO", is_demo)
        environment.setenv("OWF_SECRET_KEY", "x" * 40)
        get_settings.cache_clear()
        assert (who_is_there(cast.store, token) is not None) == there


def test_signing_out_everywhere_may_leave_this_browser_signed_in(cast):
    here, there, elsewhere = (start_session(cast.store, "alice") for _ in range(3))
    bobs = start_session(cast.store, "bob")
    end_own_sessions(cast.store, cast.alice, but=here)
    assert who_is_there(cast.store, here) == cast.alice
    assert who_is_there(cast.store, there) is None
    end_own_sessions(cast.store, cast.alice)
    assert who_is_there(cast.store, here) is None
    assert who_is_there(cast.store, elsewhere) is None
    assert who_is_there(cast.store, bobs) == cast.bob


def test_a_person_works_under_one_of_their_roles_and_under_no_other(cast):
    chair, steering = RoleHeld(Role.CHAIR, "trust", "873"), RoleHeld(Role.STEERING, "trust", "873")
    with cast.store.writing() as session:
        people.give_role(session, "erin", steering)
    token = start_session(cast.store, "erin")
    erin = who_is_there(cast.store, token)
    assert erin.roles == erin.all_roles == (chair, steering)
    act_under(cast.store, erin, token, steering)
    erin = who_is_there(cast.store, token)
    assert (erin.roles, erin.all_roles) == ((steering,), (chair, steering))
    act_under(cast.store, erin, token, None)
    assert who_is_there(cast.store, token).roles == (chair, steering)
    with pytest.raises(NotAllowed, match="no longer have that role"):
        act_under(cast.store, erin, token, RoleHeld(Role.NATIONAL, "all", ""))


def test_signing_out_ends_just_this_session(cast):
    here, elsewhere = (start_session(cast.store, "alice") for _ in range(2))
    end_session(cast.store, here)
    assert who_is_there(cast.store, here) is None
    assert who_is_there(cast.store, elsewhere) == cast.alice
    end_session(cast.store, here)  # twice is harmless


def test_roles_are_read_at_each_look_up(cast):
    token = start_session(cast.store, "mallory")
    assert who_is_there(cast.store, token).roles == ()
    given = RoleHeld(Role.CHAIR, "trust", "873")
    with cast.store.writing() as session:
        session.execute(
            text(
                "INSERT INTO membership (person_id, role, scope_kind, scope_id) "
                "VALUES ('mallory', 'chair', 'trust', '873')"
            )
        )
    assert who_is_there(cast.store, token).roles == (given,)
    with cast.store.writing() as session:
        session.execute(text("DELETE FROM membership WHERE person_id = 'mallory'"))
    assert who_is_there(cast.store, token).roles == ()


def test_a_session_needs_a_person_who_is_there(cast):
    with pytest.raises(IntegrityError):
        start_session(cast.store, "nobody")
