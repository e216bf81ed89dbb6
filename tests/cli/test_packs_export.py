"""``packs export``: a questionnaire as a blank form in a file of one's own."""

import subprocess
import sys

import pytest

from owf.settings import ROOT

NAME = "integrated-working@2008"


@pytest.mark.parametrize(
    ("file", "begins"),
    [("form.pdf", b"%PDF-"), ("FORM.DOCX", b"PK"), ("f.xlsx", b"PK"), ("f.xlsform.xlsx", b"PK")],
)
def test_the_ending_says_what_the_form_becomes(owf, tmp_path, file, begins):
    found = owf("packs", "export", NAME, "--to", tmp_path / file)
    assert (found.exit_code, found.stdout) == (0, "")
    assert f"{file}: {NAME} as a blank form for leaders" in found.stderr
    assert (tmp_path / file).read_bytes().startswith(begins)


def test_practitioners_get_a_form_of_their_own(owf, tmp_path):
    files = [tmp_path / "leaders.xlsform.xlsx", tmp_path / "practitioners.xlsform.xlsx"]
    for file in files:
        made = owf("packs", "export", NAME, "--to", file, "--audience", file.name.split(".")[0])
        assert made.exit_code == 0
    assert files[0].stat().st_size > files[1].stat().st_size


def test_practitioners_have_no_workbook(owf, tmp_path):
    found = owf("packs", "export", NAME, "--to", tmp_path / "f.xlsx", "--audience", "practitioners")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith("Only a partner's self-assessment can be a spreadsheet.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["form.txt", "form", "form.xls", "pdf"])
def test_another_ending_is_refused_with_those_that_work(owf, tmp_path, file):
    found = owf("packs", "export", NAME, "--to", tmp_path / file)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == (
        f"A blank form cannot be written to {file}. Give a file name that ends with .pdf, .docx, "
        ".xlsx or .xlsform.xlsx.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_written_over(owf, tmp_path):
    (tmp_path / "folder.pdf").mkdir()
    found = owf("packs", "export", NAME, "--to", tmp_path / "folder.pdf")
    assert found.exit_code == 1
    assert found.stderr.startswith(f"{tmp_path / 'folder.pdf'} could not be written: Is a dir")


def test_a_place_that_is_not_there_is_refused_in_words(owf, tmp_path):
    found = owf("packs", "export", NAME, "--to", tmp_path / "nowhere" / "form.pdf")
    assert found.exit_code == 1
    assert (
        "could not be written: No such file or directory. Give a file in a folder" in found.stderr
    )


def test_an_unknown_pack_is_refused_as_everywhere(owf, tmp_path):
    found = owf("packs", "export", "integrated-working@2007", "--to", tmp_path / "form.pdf")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "there is no pack `integrated-working@2007` - did you mean `" in found.stderr


def test_it_needs_no_settings_and_no_database(process, tmp_path):
    made = process("packs", "export", NAME, "--to", tmp_path / "form.pdf")
    assert made.returncode == 0, made.stderr


def test_other_commands_start_without_what_writes_forms():
    code = "import sys, owf.cli; print({'typst', 'docx'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout == "set()\n"
