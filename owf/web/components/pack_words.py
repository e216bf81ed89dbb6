"""Questionnaires in a list, what is wrong with one, and what changed since the one before."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from owf.assessment.pack_shelf import PackOnShelf
from owf.questionnaire import Audience, Pack
from owf.questionnaire.saying import called, counted
from owf.questionnaire.telling import Telling
from owf.questionnaire.telling_lists import Entry, Section
from owf.web import html


def packs_table(shelf: Sequence[PackOnShelf]) -> Markup:
    """Every questionnaire, each linked to its own view."""
    return html.table(
        counted(len(shelf), "questionnaire").capitalize(),
        ("Questionnaire", "Status", "Questions", "Follows", "Checks"),
        (
            (_name(one), status_tag(one), _questions(one), _follows(one), checks_tag(one))
            for one in shelf
        ),
        css="owf-packs owf-stack",
    )


def status_tag(one: PackOnShelf) -> Markup:
    """Published, or still a draft."""
    css, words = ("owf-done", "Published") if one.is_published else ("", "Draft")
    return Markup('<span class="owf-tag {}">{}</span>').format(css, words)


def checks_tag(one: PackOnShelf) -> Markup:
    """Whether it can be used, and how much there is to look at."""
    if one.errors:
        return Markup('<span class="owf-tag owf-out">{}</span>').format(
            counted(len(one.errors), "error")
        )
    words = f"Fine, {counted(len(one.warnings), 'warning')}" if one.warnings else "Fine"
    return Markup('<span class="owf-tag owf-done">{}</span>').format(words)


def facts(one: PackOnShelf, pack: Pack) -> Markup:
    """What is to be known of a questionnaire at a glance; `pack` is what its files say."""
    said = (
        ("Status", status_tag(one)),
        ("Checks", checks_tag(one)),
        ("Follows", _follows(one)),
        ("Questions", _questions(one)),
        ("For practitioners too", str(len(pack.items_for(Audience.PRACTITIONERS)))),
        ("Licence", pack.licence),
    )
    return Markup('<dl class="owf-facts">{}</dl><p class="owf-hint">{}</p>').format(
        html.join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in said),
        pack.source,
    )


def checks(one: PackOnShelf) -> Markup:
    """Every error and warning, with its place and what to do."""
    parts = [Markup("<h2>Checks</h2>")]
    if one.errors:
        parts.append(_faults("It cannot be used yet. Its author needs to correct:", one.errors))
    else:
        parts.append(Markup("<p>No problems were found.</p>"))
    if one.warnings:
        parts.append(_faults("It can be used, but check these first:", one.warnings))
    return html.join(parts)


def what_changed(one: PackOnShelf, told: Telling) -> Markup:
    """The paragraph, with the lists folded away below it."""
    since = called(one.earlier) if one.earlier else ""
    return Markup('<h2>What changed since {}</h2><p class="owf-told">{}</p>{}').format(
        since, " ".join(told.sentences), html.join(map(_section, told.sections))
    )


def _name(one: PackOnShelf) -> Markup:
    return Markup(
        '<a href="/packs?{}" target="_self">{}</a> <span class="owf-small">{}</span>'
    ).format(urlencode({"pack": one.name}), one.title, one.name)


def _questions(one: PackOnShelf) -> str:
    if one.pack is None:
        return "cannot be read"
    return f"{len(one.pack.items)} in {counted(len(one.pack.themes), 'theme')}"


def _follows(one: PackOnShelf) -> str:
    if one.earlier is not None:
        return called(one.earlier)
    lineage = one.pack.lineage if one.pack else None
    return lineage.since if lineage else "none: it is the first of a series"


def _faults(words: str, lines: Sequence[str]) -> Markup:
    return Markup('<p>{}</p><ul class="owf-faults">{}</ul>').format(
        words, html.join(Markup("<li>{}</li>").format(line) for line in lines)
    )


def _section(section: Section) -> Markup:
    return Markup(
        '<details class="owf-what owf-fold"><summary>{} ({})</summary>{}<ul class="owf-changes">{}'
        "</ul></details>"
    ).format(
        section.title,
        section.changes,
        Markup("<p>{}</p>").format(section.why) if section.why else html.NOTHING,
        html.join(map(_entry, section.entries)),
    )


def _entry(entry: Entry) -> Markup:
    return Markup("<li><strong>{}</strong>{}</li>").format(
        entry.line, html.join(Markup("<p>{}</p>").format(line) for line in entry.below)
    )
