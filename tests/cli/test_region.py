"""``region`` and ``national``: what they write, and what they say where they cannot."""

from __future__ import annotations

import pytest

from tests.cast import handed_on

EAST = "E12000006"
LEVELS = {"health": 2, "police": 3, "schools": 4}


@pytest.fixture
def signed(cast, point_to):
    """The settings point to the cast's database, in which six Trusts of the region signed 2009."""
    for number, trust in enumerate((821, 822, 823, 874, 881, 882)):
        cast.sign(cast.open_trust(trust), handed_on(LEVELS, number), "full")
    point_to(database_url=cast.store.engine.url.render_as_string(hide_password=False))
    return cast


@pytest.mark.parametrize("name", [EAST, "East of England", "the east of england"])
def test_a_region_goes_by_its_code_or_its_name(signed, owf, tmp_path, name):
    to = tmp_path / "region.html"
    found = owf("region", name, 2009, "--to", to)
    assert found.exit_code == 0, found.output
    assert f"{to}: East of England: regional report of 2009. Hash " in found.stderr
    assert "East of England: regional report of 2009" in to.read_text(encoding="utf-8")


def test_englands_tables_replace_a_file_of_that_name(signed, owf, tmp_path):
    to = tmp_path / "england.PDF"
    to.write_text("an earlier one")
    found = owf("national", 2009, "--to", to)
    assert found.exit_code == 0, found.output
    assert to.read_bytes().startswith(b"%PDF-")


def test_that_a_report_was_made_goes_into_the_record(signed, owf, tmp_path):
    owf("region", EAST, 2009, "--to", tmp_path / "region.html")
    read = owf("audit").stdout
    assert "made the regional report of 2009 (html, hash " in read


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("region", "Atlantis", 2009), "There is no region “Atlantis”. Give one of: East Midlands"),
        (("region", "E12000003", 2009), "No Trust of Yorkshire and The Humber has signed off 2009"),
        (("region", EAST, 1999), "There is no self-evaluation for 1999."),
        (("national", 1999), "There was no self-evaluation in 1999. Years with signed results"),
    ],
)
def test_what_is_not_there_ends_with_1_and_says_what_is(signed, owf, tmp_path, words, said):
    for ending in ("html", "zip") if words[0] == "region" else ("html",):
        to = tmp_path / f"report.{ending}"
        found = owf(*words, "--to", to)
        assert (found.exit_code, found.stdout) == (1, "")
        assert said in found.stderr
        assert not to.exists()


def test_an_unknown_ending_lists_those_there_are(signed, owf, tmp_path):
    found = owf("region", EAST, 2009, "--to", tmp_path / "region.odt")
    assert found.exit_code == 1
    assert ".html, .pdf, .docx, .pptx, .xlsx or .zip" in found.stderr
    found = owf("national", 2009, "--to", tmp_path / "england.zip")
    assert found.exit_code == 1
    assert ".html, .pdf, .docx, .pptx or .xlsx" in found.stderr


@pytest.mark.parametrize("ending", ["html", "zip"])
def test_a_folder_that_is_not_there_is_said(signed, owf, tmp_path, ending):
    to = tmp_path / "nowhere" / f"region.{ending}"
    found = owf("region", EAST, 2009, "--to", to)
    assert found.exit_code == 1
    assert f"{to} could not be written: No such file or directory." in found.stderr


def test_wrong_usage_ends_with_2(signed, owf):
    for words in (("region", EAST, 2009), ("national",), ("region", EAST, "now", "--to", "x.pdf")):
        assert owf(*words).exit_code == 2


def test_a_zip_has_every_step_said_and_is_recorded(signed, owf, tmp_path):
    to = tmp_path / "east.zip"
    found = owf("region", EAST, 2009, "--to", to)
    assert found.exit_code == 0, found.output
    assert "1 of 35: East of England, HTML" in found.stderr
    assert "35 of 35: " in found.stderr
    assert to.read_bytes().startswith(b"PK")
    assert "made the regional report of 2009 (zip, hash " in owf("audit").stdout
