"""``returns``: workbooks out and back by command."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from owf import clock
from owf.assessment.returns.answering import answers_now, save_choice
from owf.assessment.returns.submitting import submit_return
from owf.exchange.workbook.layout import PLACE
from owf.store.answers import StoredAnswer

BEFORE_THE_LAST_DAY = datetime(2009, 7, 10, 10, tzinfo=UTC)
"""When partners act; commands run at the time it is."""


@pytest.fixture
def fill():
    """Fill in cells of a workbook: item id -> column -> value."""

    def fill_in(path, to=None, **items):
        book = openpyxl.load_workbook(path)
        for page in book:
            for row in range(1, page.max_row + 1):
                name = str(page.cell(row, 1).value).replace("-", "_")
                for column, value in items.get(name, {}).items():
                    page.cell(row, PLACE[column] + 1).value = value
        book.save(to or path)
        return to or path

    return fill_in


@pytest.fixture
def template(cast_database, owf, tmp_path):
    """The police's workbook of 2009, in a folder of its own."""
    folder = tmp_path / "workbooks"
    folder.mkdir()
    path = folder / "police.xlsx"
    found = owf("returns", "template", "Cambridgeshire", "Police", 2009, "--to", path)
    assert (found.exit_code, found.stdout) == (0, "")
    assert found.stderr == f"{path}: the self-assessment of Police, Cambridgeshire, for 2009.\n"
    return path


def stored(cast, item="caf-1", sector="police"):
    return answers_now(cast.store, cast.cambridgeshire.returns[sector]).get(item)


def test_a_partner_is_named_by_name_or_id_and_a_trust_by_name_or_number(
    cast_database, owf, tmp_path
):
    partner = cast_database.cambridgeshire.partners["police"]
    for trust, who in ((873, partner), ("cambridgeshire", "POLICE")):
        path = tmp_path / f"{trust}.xlsx"
        assert owf("returns", "template", trust, who, 2009, "--to", path).exit_code == 0
        assert openpyxl.load_workbook(BytesIO(path.read_bytes())).sheetnames[1] == "CAF"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Atlantis", "Police", 2009), "There is no Trust “Atlantis” in 2009"),
        ((873, "Polizei", 2009), "Cambridgeshire has no partner “Polizei” in 2009. It has: "),
        ((873, "Police", 2001), "Trust 873 has no round in 2001"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_written(
    cast_database, owf, tmp_path, words, said
):
    found = owf("returns", "template", *words, "--to", tmp_path / "new.xlsx")
    assert (found.exit_code, found.stdout) == (1, "")
    assert said in found.stderr
    assert not (tmp_path / "new.xlsx").exists()


def test_a_file_that_would_not_open_in_excel_or_cannot_be_written_is_refused(
    cast_database, owf, tmp_path
):
    found = owf("returns", "template", 873, "Police", 2009, "--to", tmp_path / "new.csv")
    assert "Give a file name that ends with .xlsx" in found.stderr
    found = owf("returns", "template", 873, "Police", 2009, "--to", tmp_path / "no" / "new.xlsx")
    assert "could not be written: No such file or directory." in found.stderr


def test_a_filled_workbook_is_brought_back(cast_database, owf, template, fill):
    fill(template, caf_1={"choice": 3, "comment": "So."}, ma_2={"choice": "don't know"})
    found = owf("returns", "import", template)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == (
        f"{template}: Police, Cambridgeshire 2009: 2 new, 0 changed, 0 conflicting, 4 unchanged; "
        "2 saved\n"
    )
    kept = stored(cast_database)
    assert (kept.level, kept.comment, kept.answered_by) == (3, "So.", None)
    again = owf("returns", "import", template)
    assert "0 new, 0 changed, 0 conflicting, 6 unchanged; 0 saved" in again.stdout


def test_a_dry_run_saves_nothing(cast_database, owf, template, fill):
    fill(template, caf_1={"choice": 3})
    found = owf("returns", "import", template, "--dry-run")
    assert "1 new, 0 changed, 0 conflicting, 5 unchanged; nothing saved (dry run)" in found.stdout
    assert stored(cast_database) is None


def test_every_fault_is_named_with_file_sheet_and_cell_and_nothing_of_it_is_saved(
    cast_database, owf, template, fill
):
    fill(template, caf_1={"choice": 6}, caf_2={"choice": 3}, ma_1={"comment": "=1"})
    found = owf("returns", "import", template)
    assert (found.exit_code, found.stdout) == (1, "")
    first, second = found.stderr.splitlines()
    assert first.startswith(f"{template}: sheet “CAF”, cell E7: 6 is not on the scale.")
    assert second.startswith(f"{template}: sheet “Multi-agency working”, cell F7: this is a form")
    assert answers_now(cast_database.store, cast_database.police) == {}


def test_a_folder_is_brought_back_file_by_file_and_a_faulty_one_stops_no_other(
    cast_database, owf, template, fill
):
    folder = template.parent
    for sector, value in (("Health", 6), ("Schools", 4)):
        path = folder / f"{sector}.XLSX"
        path.write_bytes(b"")
        made = folder / "made.xlsx"
        owf("returns", "template", 873, sector, 2009, "--to", made)
        fill(made, to=path, caf_1={"choice": value})
        made.unlink()
    fill(template, caf_1={"choice": 2})
    (folder / "~$police.xlsx").write_bytes(b"held open")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    found = owf("returns", "import", folder)
    assert found.exit_code == 1
    assert [line.split(": ")[1] for line in found.stdout.splitlines()] == [
        "Schools, Cambridgeshire 2009", "Police, Cambridgeshire 2009",
    ]  # fmt: skip
    assert found.stderr.count("\n") == 1
    assert "Health.XLSX: sheet “CAF”, cell E7: 6 is not" in found.stderr
    sectors = ("health", "police", "schools")
    kept = [stored(cast_database, "caf-1", sector) for sector in sectors]
    assert [one and one.level for one in kept] == [None, 2, 4]


def choose(cast, item, level):
    seen = stored(cast, item) or StoredAnswer(item)
    with clock.stopped_at(BEFORE_THE_LAST_DAY):
        save_choice(cast.store, cast.alice, cast.police, item, level, seen=seen)


def test_a_conflict_keeps_what_is_here_and_is_reported(cast_database, owf, template, fill):
    fill(template, caf_1={"choice": 3}, caf_2={"choice": 3})
    choose(cast_database, "caf-1", 5)
    found = owf("returns", "import", template)
    assert found.exit_code == 0
    assert "1 new, 0 changed, 1 conflicting, 4 unchanged; 1 saved" in found.stdout
    assert (
        "changed here since it was downloaded, so the answers here were kept: CAF 1" in found.stdout
    )
    assert (stored(cast_database).level, stored(cast_database, "caf-2").level) == (5, 3)


def test_take_file_takes_the_workbook_s(cast_database, owf, template, fill):
    fill(template, caf_1={"choice": 3})
    choose(cast_database, "caf-1", 5)
    found = owf("returns", "import", template, "--take-file")
    assert "so the spreadsheet's answers were kept: CAF 1" in found.stdout
    assert stored(cast_database).level == 3


def test_a_submitted_return_is_refused(cast_database, owf, template, fill):
    fill(template, caf_1={"choice": 3})
    cast_database.answer(cast_database.cambridgeshire, "police", 4, submit=False)
    with clock.stopped_at(BEFORE_THE_LAST_DAY):
        submit_return(cast_database.store, cast_database.alice, cast_database.police)
    found = owf("returns", "import", template)
    assert (found.exit_code, found.stdout) == (1, "")
    assert "was submitted and is locked, so nothing was saved" in found.stderr
    assert stored(cast_database).level == 4


def test_a_machine_reads_counts_conflicts_faults_and_notes(cast_database, owf, template, fill):
    fill(template, caf_1={"choice": 3}, caf_2={"choice": 3})
    choose(cast_database, "caf-1", 5)
    faulty = fill(template, to=template.with_name("zfaulty.xlsx"), ma_1={"choice": 6})
    found = owf("returns", "import", template, faulty, "--json")
    assert found.exit_code == 1
    read = json.loads(found.stdout)
    first, second = read["files"]
    assert (read["dry_run"], first["done"], second["done"]) == (False, True, False)
    assert (first["trust"], first["partner"], first["year"]) == (873, "Police", 2009)
    counted = {name: first[name] for name in ("new", "changed", "conflicting", "unchanged")}
    assert counted == {"new": 1, "changed": 0, "conflicting": 1, "unchanged": 4}
    assert (first["conflicts"], first["saved"], first["faults"]) == (["CAF 1"], 1, [])
    assert second["saved"] == 0
    assert [(one["sheet"], one["cell"]) for one in second["faults"]] == [
        ("Multi-agency working", "E7")
    ]


def test_files_that_are_no_workbooks_are_each_refused_in_a_sentence(
    cast_database, owf, tmp_path, point_to
):
    (tmp_path / "list.xlsx").write_text("CAF 1,3", encoding="utf-8")
    (tmp_path / "large.xlsx").write_bytes(b"PK" + b"x" * 2**21)
    point_to(max_upload_mb=1)
    found = owf("returns", "import", tmp_path / "list.xlsx", tmp_path / "large.xlsx")
    assert found.exit_code == 1
    assert "list.xlsx: This file is not an Excel workbook." in found.stderr
    assert "large.xlsx: This file has 2 MB, and the limit is 1 MB." in found.stderr


def test_a_path_that_is_not_there_or_an_empty_folder_is_refused_before_anything(
    cast_database, owf, template, fill, tmp_path
):
    fill(template, caf_1={"choice": 3})
    found = owf("returns", "import", template, tmp_path / "gone.xlsx")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.endswith("gone.xlsx. Nothing was read.\n")
    (tmp_path / "empty").mkdir()
    assert "There is no spreadsheet (.xlsx)" in owf("returns", "import", tmp_path / "empty").stderr
    assert stored(cast_database) is None


def test_a_workbook_of_a_partner_that_is_not_known_here_is_refused(
    cast_database, owf, template, cast
):
    book = openpyxl.load_workbook(template)
    book["About this file"]["B4"] = "999999"
    book.save(template)
    found = owf("returns", "import", template)
    assert "There is no self-assessment of this partner for 2009." in found.stderr
