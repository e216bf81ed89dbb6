"""The page of questionnaires as Streamlit runs it: what there is, what changed, publishing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from typer.testing import CliRunner

from owf import settings
from owf.access import OPERATOR
from owf.assessment.packs import publish_pack, published_packs
from owf.cli import app, packs
from owf.questionnaire import load_pack
from owf.store import audit
from owf.store.audit import EventsWanted
from tests.questionnaire.conftest import SAME, write_pack
from tests.questionnaire.years import NEWER, OLDER
from tests.web.rendered import html_of

NAME = "tiny@2012"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two tiny packs, both drafts, in a folder of their own; gives the newer one's."""
    monkeypatch.setattr(settings, "PACKS", tmp_path)
    monkeypatch.chdir(tmp_path)
    write_pack(files=OLDER)
    return write_pack(files=NEWER, version="2012")


@pytest.fixture
def visit(cast, folder, open_page_of_cast):
    """The page at an address, as somebody sees it."""
    return lambda who=None, **address: open_page_of_cast("packs", who or cast.grace, **address)


def words(page):
    """What a reader reads."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html_of(page))).split())


def edit(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def test_every_questionnaire_is_listed_with_how_it_stands(visit, folder):
    edit(folder, "changes.yaml", "kind: same, from: q-1", "kind: same, from: q-l")
    page = visit()
    assert not page.exception
    assert "Two questionnaires" in words(page)
    rows = re.findall(r"<tr>.*?</tr>", html_of(page), flags=re.S)[1:]
    read = [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]
    assert read == [
        "Tiny 2008 tiny@2008 Draft 9 in two themes none: it is the first of a series Fine",
        "Tiny 2012 tiny@2012 Draft 9 in two themes Tiny 2008 one error",
    ]


def test_what_changed_is_told_in_the_words_of_the_command(visit, monkeypatch):
    monkeypatch.setattr(packs, "PACKS", settings.PACKS)
    diff = CliRunner().invoke(app, ["packs", "diff", "tiny@2008", NAME]).stdout
    page = visit(pack=NAME)
    assert "What changed since Tiny 2008" in words(page)
    assert " ".join(diff.partition("\n\n")[0].split()) in words(page)
    assert "Q-3 becomes Q-3A and Q-3B" in words(page)
    assert "Was: Staff here do q-2. Now: Staff here really do q-2." in words(page)


def test_errors_are_told_with_file_line_and_remedy_and_nothing_can_be_published(visit, folder):
    edit(folder, "changes.yaml", "from: q-1}", "from: q-l}")
    page = visit(pack=NAME)
    assert (
        "tiny/2012/changes.yaml:3: `q-l` is not a question of tiny@2008 - did you mean `q-1`?"
    ) in words(page)
    assert not page.button


def test_warnings_stand_apart_and_stop_nobody(visit, folder):
    edit(folder, "themes/caf.yaml", "Staff here really do q-2.", "Staff here really do q-2")
    page = visit(pack=NAME)
    assert "No problems were found." in words(page)
    assert "It can be used, but check these first" in words(page)
    assert "does not end with a full stop" in words(page)
    assert page.button


def test_a_file_that_cannot_be_read_hides_no_other_questionnaire(visit, folder):
    (folder / "scales.yaml").write_text("scales: [", encoding="utf-8")
    page = visit()
    assert "tiny@2012 tiny@2012 Draft cannot be read" in words(page)
    assert "Tiny 2008" in words(page)
    one = visit(pack=NAME)
    assert not one.exception
    assert "scales.yaml:1: this is not YAML" in words(one)


def test_the_preview_shows_a_theme_s_questions_as_partners_get_them(visit):
    page = visit(pack=NAME, theme="sharing")
    shown = words(page)
    assert "Staff here do s-1." in shown
    assert "Staff here do q-1." not in shown.partition("As partners will see it")[2]
    assert "Think of last month." in shown
    scale = next(one for one in page.radio if one.label.startswith("S-1:"))
    assert scale.options == ["1 One", "2 Two", "3 Three", "Don't know"]
    assert all(one.disabled for one in page.radio)
    assert page.selectbox[0].value == "sharing"


def test_the_preview_marks_what_is_new_and_what_is_reworded(visit):
    html = html_of(visit(pack=NAME, theme="caf"))
    marks = dict(re.findall(r'class="owf-code">([^<]+)</h4><p class="owf-mark[^>]*>([^<]+)', html))
    assert marks["Q-2"] == "Reworded since last year"
    assert marks["N-1"] == "New this year"
    assert "Q-1" not in marks


def test_what_a_pack_says_is_shown_and_not_run(visit, folder):
    edit(folder, "themes/caf.yaml", "Staff here do q-1.", "<script>alert(1)</script> *q*.")
    edit(folder, "changes.yaml", "kind: same, from: q-1", "kind: removed, from: q-1")
    page = visit(pack=NAME, theme="caf")
    assert "<script>" not in html_of(page)
    assert "<script>alert(1)</script> *q*." in words(page)


def publish(page, *, sure=True):
    if sure:
        page.checkbox[0].check()
    return page.button(f"publish-{NAME}").click().run()


def test_a_draft_that_passes_is_published_with_one_tick_and_one_click(visit, cast):
    page = publish(visit(pack=NAME))
    assert "tiny@2012 is published. You can now open a year with it." in words(page)
    kept = published_packs(cast.store, OPERATOR)
    assert kept[NAME] == load_pack(settings.PACKS / "tiny" / "2012").as_published()
    with cast.store.reading() as session:
        newest = audit.events(session, EventsWanted(), 1)[0]
    assert (newest.person_id, newest.action) == ("grace", "pack_published")
    assert not page.button


def test_nothing_is_published_without_the_tick(visit, cast):
    page = publish(visit(pack=NAME), sure=False)
    assert "Tick the box first. Nobody can change it afterwards." in words(page)
    assert NAME not in published_packs(cast.store, OPERATOR)


def test_nothing_is_published_that_was_not_read(visit, cast, folder):
    page = visit(pack=NAME)
    edit(folder, "themes/caf.yaml", "Think of last month.", "Think of last year.")
    page = publish(page)
    assert "Its files have changed since you opened this page." in words(page)
    assert NAME not in published_packs(cast.store, OPERATOR)
    assert "is published" in words(publish(page))


def test_files_that_changed_after_publishing_are_told_by_what_changed(visit, cast, folder):
    publish_pack(cast.store, OPERATOR, load_pack(folder))
    edit(folder, "themes/caf.yaml", "Staff here really do q-2.", "Staff here really do it.")
    page = visit(pack=NAME)
    assert "In this service, the text of Q-2 differs from what was published." in words(page)
    assert not page.button


def test_an_unknown_questionnaire_is_said_to_be_none(visit):
    page = visit(pack="tiny@1999")
    assert "This questionnaire does not exist" in page.exception[0].message


def test_it_is_closed_to_all_but_the_national_team(visit, cast):
    for who in (cast.alice, cast.carol, cast.frank, cast.heidi):
        page = visit(who)
        assert "Only the national team" in page.exception[0].message
        assert "Tiny" not in html_of(page)


def test_the_first_of_a_series_has_nothing_to_tell_of(visit):
    assert "What changed since" not in words(visit(pack="tiny@2008"))


def test_a_third_year_is_compared_with_the_second(visit):
    ids = "q-1, q-2, q-3a, q-3b, q-45, n-1, q-7, s-1, s-2b"
    same = SAME.replace("2008", "2012").replace("caf-01, caf-02, sh-01", ids)
    write_pack(files=NEWER | {"changes.yaml": same}, version="2013")
    assert "All of Tiny 2012 stay as they were." in words(visit(pack="tiny@2013"))
