"""Questionnaires: what there is, what changed, how it will look, and publishing one."""

import streamlit as st

from owf.access.errors import NotFound, Refused
from owf.assessment.packs import PackOnShelf, open_shelf, publish_pack
from owf.questionnaire import Pack
from owf.settings import PACKS as FOLDER
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.navigation import PACKS, ROUND, link_to
from owf.web.packs.contents import checks, facts, packs_table, preview, what_changed
from owf.web.widgets.forms import FormProblems, say_what_was_done, shown_before
from owf.web.widgets.url_state import choose


def _list() -> None:
    html.heading("Questionnaires", above="England")
    html.write(
        "<p>A questionnaire is written as files, checked, read here and published. After "
        "that, nobody can change it. You can see what changed from one questionnaire to the "
        "next, question by question.</p>"
    )
    html.show(packs_table(shelf))


def _one(one: PackOnShelf) -> None:
    html.heading(one.title, above="Questionnaires", view=one.name)
    say_what_was_done()
    if one.pack is not None:
        html.show(facts(one, one.pack))
    link_to(PACKS, "All questionnaires")
    if one.is_published and not one.errors:
        link_to(ROUND, "Open a year with it", part="open")
    html.show(checks(one))
    told = one.what_changed()
    if told is not None:
        html.show(what_changed(one, told))
    if one.pack is not None:
        _preview(one.pack, one.earlier)
        if one.may_be_published:
            _publish(one.pack)


def _preview(pack: Pack, earlier: Pack | None) -> None:
    html.write(
        "<h2>As partners will see it</h2><p>You cannot answer here. Partners will also see "
        "last year's answer next to each question, and boxes for comments and evidence.</p>"
    )
    titles = {theme.id: theme.title for theme in pack.themes}
    left, _ = st.columns([2, 3])
    with left:
        chosen = choose("theme", "Theme", titles, pack.themes[0].id)
    preview(pack, pack.theme(chosen), earlier)


def _publish(pack: Pack) -> None:
    html.write(
        "<h2>Publish</h2><p>When {} is published, it can be used to open a year, and nobody "
        "can change it. A later change needs a new version, which says how its questions "
        "relate to these.</p>",
        pack.name,
    )
    sure = st.checkbox(
        as_label(f"I have read the questions of {pack.name} and publish them."),
        key=f"sure-{pack.name}",
    )
    problems = FormProblems("publish", f"sure-{pack.name}")
    problems.beside("sure", is_filled=sure)
    clicked = st.button("Publish this questionnaire", type="primary", key=f"publish-{pack.name}")
    read = shown_before(f"read:{pack.name}", pack.digest())
    problems.below()
    if clicked:
        is_what_was_read = read == pack.digest()
        problems.send(lambda: _do_publish(pack, sure=sure, is_what_was_read=is_what_was_read))


def _do_publish(pack: Pack, *, sure: bool, is_what_was_read: bool) -> str:
    if not is_what_was_read:
        raise Refused("Its files have changed since you opened this page. Read it again first.")
    if not sure:
        raise Refused("Tick the box first. Nobody can change it afterwards.", field="sure")
    publish_pack(get_store(), signed_in(), pack)
    return f"{pack.name} is published. You can now open a year with it."


shelf = open_shelf(get_store(), signed_in(), FOLDER)
wanted = st.query_params.get("pack")
chosen = next((one for one in shelf if one.name == wanted), None)
if chosen is not None:
    _one(chosen)
elif wanted:
    raise NotFound("This questionnaire does not exist. Choose one from Questionnaires in the menu.")
else:
    _list()
