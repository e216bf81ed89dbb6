"""``init``: a new database, its places, and one administrator who can sign in."""

import pytest

from owf.access import OPERATOR, Role
from owf.access.one_time_links import accept
from owf.access.people import PeopleWanted, list_people
from owf.access.sessions import who_is_there
from owf.store import places
from owf.store.migration import is_current, migrate

GOOD = "kettle orbit plum fence"


@pytest.fixture
def empty(point_to, bare_store):
    """The settings point to a database without anything, outside the demonstration."""
    address = bare_store.engine.url.render_as_string(hide_password=False)
    point_to(database_url=address, demo=0, base_url="https://workforce.example")
    return bare_store


def init(owf, *more):
    return owf("init", "--admin", "Heidi@Example.org", *more)


@pytest.mark.databases("sqlite", "postgresql")
def test_an_empty_database_gets_its_places_and_an_administrator_with_a_link(owf, empty):
    found = init(owf, "--name", "Heidi")
    assert found.exit_code == 0, found.output
    assert is_current(empty)
    with empty.reading() as session:
        assert places.trust_by_number(session, 873).name == "Cambridgeshire"
        assert places.region_name(session, "E12000006") == "East of England"
    (heidi,) = list_people(empty, OPERATOR, PeopleWanted())
    assert (heidi.name, heidi.email) == ("Heidi", "heidi@example.org")
    link = found.stdout.strip()
    assert link.startswith("https://workforce.example/auth/accept/")
    assert "is not shown again" in found.stderr
    token = accept(empty, link.rsplit("/", 1)[1], GOOD, address="192.0.2.1")
    assert who_is_there(empty, token).has(Role.ADMINISTRATOR)


def test_the_link_is_on_standard_output_alone_and_the_address_nowhere(owf, empty):
    found = init(owf)
    assert found.stdout.strip() not in found.stderr
    assert "example.org" not in found.output.lower()


def test_it_refuses_a_second_time_in_a_sentence_and_changes_nothing(owf, empty):
    init(owf)
    again = owf("init", "--admin", "mallory@example.org")
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.startswith("There is already an administrator, so nothing was changed")
    assert len(list_people(empty, OPERATOR, PeopleWanted())) == 1


def test_check_names_the_next_step_after_init_which_is_never_init_again(owf, empty, for_real):
    for_real(database_url=empty.engine.url.render_as_string(hide_password=False))
    link = init(owf).stdout.strip()
    found = owf("check")
    assert "owf init" not in found.stdout
    assert "Open the link that was printed then" in found.stdout
    (lost,) = [
        one for one in owf("people", "invite", "heidi@example.org").stdout.split() if "/" in one
    ]
    assert lost != link
    accept(empty, lost.rsplit("/", 1)[1], GOOD, address="192.0.2.1")
    assert owf("check").exit_code == 0


def test_a_database_that_migrate_made_is_as_good_as_an_empty_one(owf, empty):
    owf("migrate")
    assert init(owf).exit_code == 0


def test_an_older_database_is_left_as_it_is(owf, empty):
    migrate(empty, "0003")
    found = init(owf)
    assert found.exit_code == 1
    assert "Run `python -m owf migrate` first" in found.stderr
    assert not is_current(empty)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("init", "--admin", "heidi"), "“heidi” is not an e-mail address"),
        (("init", "--admin", "h@example.org", "--name", "\u200b"), "The name is missing"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_can_be_typed_again(owf, empty, words, why):
    found = owf(*words)
    assert found.exit_code == 1
    assert why in found.stderr
    assert init(owf).exit_code == 0


def test_the_demonstration_has_its_administrator(owf, small_demo_database):
    found = init(owf)
    assert found.exit_code == 1
    assert "already an administrator" in found.stderr


def test_it_needs_an_address(owf, empty):
    assert owf("init").exit_code == 2
