"""Small inputs as people really bring them, each by its file's name."""

from pathlib import Path

from owf.access import OPERATOR, Role
from owf.access.invitation_list import read_list
from owf.assessment.evidence.file_types import checked_file
from owf.assessment.evidence.library import add_evidence, read_file
from owf.assessment.results.neighbours import load_neighbours
from owf.store import places
from owf.store.evidence import Described
from owf.store.people import RoleHeld

REAL = Path(__file__).parent / "data" / "real-world"


def added_as_evidence(cast, name):
    """The file as it is handed out again, after it was added as evidence."""
    file = checked_file(name, (REAL / name).read_bytes(), 2**20)
    police = cast.cambridgeshire.partners["police"]
    piece = add_evidence(cast.store, cast.alice, police, Described("The audit"), file)
    return read_file(cast.store, cast.alice, piece)


def test_bom_pdf(cast):
    found = added_as_evidence(cast, "bom.pdf")
    assert (found.name, found.media_type) == ("bom.pdf", "application/pdf")
    assert found.content == (REAL / "bom.pdf").read_bytes()


def test_excel_windows_csv(cast):
    found = added_as_evidence(cast, "excel-windows.csv")
    assert found.media_type == "text/csv; charset=windows-1252"
    assert found.content == (REAL / "excel-windows.csv").read_bytes()
    assert found.content.decode("windows-1252") == "Service,Cost\r\nCAMHS,£1 200\r\n"


def test_semicolons_csv(cast):
    assert load_neighbours(cast.store, OPERATOR, REAL / "semicolons.csv") == 2
    with cast.store.reading() as session:
        kept = {trust: list(places.neighbours_of(session, trust)) for trust in (301, 302)}
    assert kept == {301: [308, 821], 302: [320, 870]}


def read(cast, name, otherwise=None):
    text = (REAL / name).read_text(encoding="utf-8")
    return read_list(cast.store, cast.carol, text, 873, otherwise)


def test_outlook_txt(cast):
    steering = RoleHeld(Role.STEERING, "trust", "873")
    preview = read(cast, "outlook.txt", steering)
    assert preview.faults == []
    assert [(one.name, one.email, one.roles) for one in preview.people] == [
        ("Jo Smith", "jo.smith@example.org", (steering,)),
        ("Siobhán O'Brien", "siobhan.obrien@example.org", (steering,)),
    ]


def test_first_and_surname_txt(cast):
    preview = read(cast, "first-and-surname.txt")
    police = RoleHeld(Role.RESPONDENT, "partner", str(cast.cambridgeshire.partners["police"]))
    assert preview.faults == []
    assert [(one.name, one.email, one.roles) for one in preview.people] == [
        ("Jo Smith", "jo.smith@example.org", (police,))
    ]
