"""``verify``: what it prints about a signature, for people and as JSON."""

import json

from sqlalchemy import text

from owf.demo.people import DEMO_NAMES
from owf.store import Store

CHAIR = DEMO_NAMES["chair"]
PLAN = (
    "Cambridgeshire, plan of 2008, version 1: unchanged since it was agreed on 26 March 2009, "
    f"15:00, by {CHAIR}.\n"
    "Cambridgeshire, plan of 2008, April to June 2009: unchanged since it was closed on 27 June "
    f"2009, 16:00, by {DEMO_NAMES['coordinator']}.\n"
)
UNCHANGED = (
    "Cambridgeshire 2008, version 1: unchanged since it was signed on 6 July 2008, 15:30 "
    f"by {CHAIR}.\n{PLAN}"
)
CHANGED = (
    "Cambridgeshire 2008, version 1: it was CHANGED after it was signed on 6 July 2008, 15:30 "
    f"by {CHAIR}: do not rely on it. Restore it from a backup."
)


def change(path, sql):
    """Change what was signed as somebody would who holds the file."""
    store = Store(f"sqlite:///{path}")
    with store.writing() as session:
        session.execute(text("DROP TRIGGER snapshot_score_refuses_update"))
        assert session.execute(text(sql)).rowcount > 0
    store.close()


def test_a_signature_that_holds_is_said_to(small_demo_database, owf):
    found = owf("verify", "Cambridgeshire", 2008)
    assert (found.exit_code, found.stdout, found.stderr) == (0, UNCHANGED, "")
    assert owf("verify", 873, 2008).stdout == found.stdout


def test_a_machine_reads_both_hashes(small_demo_database, owf):
    found = json.loads(owf("verify", 873, 2008, "--json").stdout)
    assert found.pop("digest_signed") == found.pop("digest_now")
    assert [(one["what"], one["holds"], one["made_up"]) for one in found.pop("plans")] == [
        ("version 1", True, True),
        ("April to June 2009", True, True),
    ]
    assert found == {
        "trust": "Cambridgeshire",
        "dfe_number": 873,
        "year": 2008,
        "version": 1,
        "signed_at": "2008-07-06T14:30:00+00:00",
        "signed_by": CHAIR,
        "questions_hold": True,
        "round_holds": True,
        "holds": True,
        "made_up": True,
        "earlier_versions": [],
    }


def test_a_change_ends_with_1_and_says_what_to_do(small_demo_database, owf):
    # In the same process everything was read and kept before somebody changes it.
    assert owf("compare", 873, 2008).exit_code == 0
    change(
        small_demo_database,
        "UPDATE snapshot_score SET mean = 4.5 WHERE group_key = 'theme:caf' "
        "AND audience = 'leaders'",
    )
    found = owf("verify", 873, 2008)
    assert (found.exit_code, found.stdout, found.stderr) == (1, PLAN, f"{CHANGED}\n")
    found = owf("verify", 873, 2008, "--json")
    assert (found.exit_code, found.stderr) == (1, f"{CHANGED}\n")
    read = json.loads(found.stdout)
    assert read["holds"] is False
    assert read["digest_now"] != read["digest_signed"]


def test_a_process_of_its_own_verifies(small_demo_database, process):
    found = process(
        "verify",
        "Cambridgeshire",
        "2008",
        OWF_DEMO="1",
        OWF_DATABASE_URL=f"sqlite:///{small_demo_database}",
    )
    assert (found.returncode, found.stdout) == (0, UNCHANGED), found.stderr
