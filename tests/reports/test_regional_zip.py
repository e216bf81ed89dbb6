"""The regional zip: what is in it for whom, its manifest, its names, and stopping half-way."""

from __future__ import annotations

import csv
import zipfile
from hashlib import sha256
from io import StringIO
from itertools import islice

import pytest
from sqlalchemy import text

from owf.access import OPERATOR, Actor, Role
from owf.access.errors import NotAllowed, NotFound
from owf.reports.model import Format
from owf.reports.regional_zip import MANIFEST, Step, regional_zip, zip_name
from owf.store import signed_scores
from owf.store.people import RoleHeld
from tests.cast import handed_on

EAST, YORKSHIRE = "E12000006", "E12000003"
LUTON, BEDFORD, CENTRAL, PETERBOROUGH = 821, 822, 823, 874
LEVELS = {"health": 2, "police": 3, "schools": 4}
ODD = '../../O\'Brien "&" Sons / East\\West of a name of more than forty letters'
FORMATS = [one.value for one in Format]


@pytest.fixture(scope="module")
def world(cast_of_module):
    """Three Trusts in full, two of them of the same odd name, one at its headline; others not."""
    cast = cast_of_module
    publications = {LUTON: "full", BEDFORD: "full", CENTRAL: "full", PETERBOROUGH: "headline"}
    for number, (trust, publication) in enumerate(publications.items()):
        cast.sign(cast.open_trust(trust), handed_on(LEVELS, number), publication)
    with cast.store.writing() as session:
        for trust, name in ((LUTON, ODD), (BEDFORD, ODD.replace("&", "+"))):
            session.execute(
                text("UPDATE trust SET name = :name WHERE dfe_number = :trust"),
                {"name": name, "trust": trust},
            )
    return cast


@pytest.fixture(scope="module")
def made(world, tmp_path_factory):
    """The zip as the region's lead gets it, and the steps that it took."""
    to = tmp_path_factory.mktemp("zip") / "east.zip"
    return to, list(regional_zip(world.store, world.frank, EAST, 2009, to))


def manifest_of(to):
    with zipfile.ZipFile(to) as file:
        found = file.read(MANIFEST).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(found, newline="")))


def test_it_has_the_region_and_every_trust_that_published_in_all_formats(made):
    to, _ = made
    rows = [row for row in manifest_of(to) if row["File"]]
    of = {row["Of"]: [] for row in rows}
    for row in rows:
        of[row["Of"]].append(row["Format"])
    assert next(iter(of)) == "East of England"
    assert set(of) == {"East of England", "Central Bedfordshire", ODD, ODD.replace("&", "+")}
    assert all(formats == FORMATS for formats in of.values())
    assert {row["Report"] for row in rows} == {"Regional report", "Board summary"}


def test_the_manifest_has_the_hash_of_every_file(made):
    to, _ = made
    rows = {row["File"]: row for row in manifest_of(to) if row["File"]}
    with zipfile.ZipFile(to) as file:
        assert file.testzip() is None
        assert sorted(file.namelist()) == sorted([*rows, MANIFEST])
        for name, row in rows.items():
            assert sha256(file.read(name)).hexdigest() == row["SHA-256"]


def test_the_manifest_has_what_was_signed(made, world):
    to, _ = made
    with world.store.reading() as session:
        signed = signed_scores.signed_trusts(session, 2009, EAST)
    for row in manifest_of(to):
        if row["File"] and row["DfE number"]:
            assert row["Hash of what was signed"] == signed[int(row["DfE number"])].digest
            assert row["Signed off"].startswith("version 1, by the chair, ")


def test_trusts_without_a_report_have_the_reason_of_the_pages(made, world):
    to, _ = made
    without = {row["Of"]: row for row in manifest_of(to) if not row["File"]}
    assert len(without) == 8
    assert without["Peterborough"]["Why there is none"] == (
        "This Trust has not published its results in full."
    )
    assert without["Cambridgeshire"]["Why there is none"] == "Not signed off yet."
    assert {row["Hash of what was signed"] for row in without.values()} == {""}


def test_names_of_files_are_safe_on_every_system_and_unlike_each_other(made):
    to, _ = made
    with zipfile.ZipFile(to) as file:
        names = file.namelist()
    assert len(set(names)) == len(names) == 21
    for name in names:
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert not name.startswith((".", "-"))
        assert len(name) < 120
    assert "central-bedfordshire-823-board-summary-2009.pdf" in names
    assert "east-of-england-regional-report-2009.xlsx" in names
    assert zip_name("Yorkshire and The Humber", 2009) == (
        "yorkshire-and-the-humber-reports-2009.zip"
    )


def test_each_step_is_one_file_and_the_last_one_is_the_end(made):
    _, steps = made
    assert [one.done for one in steps] == list(range(1, 21))
    assert {one.of for one in steps} == {20}
    assert steps[0] == Step(1, 20, "East of England, HTML")
    assert {one.what for one in steps} >= {f"{ODD}, XLSX", "Central Bedfordshire, PDF"}


def test_whoever_stops_half_way_leaves_nothing_behind(world, tmp_path):
    to = tmp_path / "east.zip"
    to.write_bytes(b"an earlier one")
    steps = regional_zip(world.store, world.frank, EAST, 2009, to)
    assert len(list(islice(steps, 2))) == 2
    assert to.read_bytes() == b"an earlier one"
    steps.close()
    assert [one.name for one in tmp_path.iterdir()] == ["east.zip"]
    assert to.read_bytes() == b"an earlier one"


@pytest.mark.parametrize("name", ["alice", "erin", "heidi", "mallory"])
def test_whoever_may_not_open_the_region_gets_nothing(world, tmp_path, name):
    with pytest.raises(NotAllowed, match="regional leads and the national team"):
        regional_zip(world.store, getattr(world, name), EAST, 2009, tmp_path / "east.zip")
    assert not list(tmp_path.iterdir())


def test_the_lead_of_another_region_gets_nothing(world, tmp_path):
    other = Actor("other", "Other", (RoleHeld(Role.REGIONAL_LEAD, "region", YORKSHIRE),))
    with pytest.raises(NotAllowed, match="only open the page of your own region"):
        regional_zip(world.store, other, EAST, 2009, tmp_path / "east.zip")


def test_the_operator_gets_what_the_lead_gets_and_nothing_from_inside_a_trust(
    world, made, tmp_path
):
    to = tmp_path / "operator.zip"
    list(regional_zip(world.store, OPERATOR, EAST, 2009, to))
    named = [(row["Of"], row["File"], row["Why there is none"]) for row in manifest_of(to)]
    of_lead = manifest_of(made[0])
    assert named == [(row["Of"], row["File"], row["Why there is none"]) for row in of_lead]
    with zipfile.ZipFile(to) as file:
        page = file.read("central-bedfordshire-823-board-summary-2009.html").decode()
    assert "readers outside the Trust" in page


def test_a_year_that_nobody_signed_is_refused_before_anything_is_written(cast, tmp_path):
    to = tmp_path / "east.zip"
    with pytest.raises(NotFound, match="No Trust of the East of England has signed off 2009"):
        regional_zip(cast.store, cast.frank, EAST, 2009, to)
    assert not to.exists()
