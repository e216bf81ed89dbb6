"""What a spreadsheet would change, as a page shows it: question by question, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from owf import clock
from owf.assessment.asking import words_of
from owf.assessment.filled import PARTS, Line, said_in
from owf.questionnaire import Item, Pack
from owf.web import html
from owf.web.numbers import questions

_NOTHING = Markup('<span class="owf-small">nothing yet</span>')


def new_lines(pack: Pack, lines: Sequence[Line]) -> Markup:
    """Questions that have no answer here yet."""
    return html.table(
        f"New: {questions(len(lines))} with no answer here yet",
        ("Question", "Statement", "In the spreadsheet"),
        ((line.item.code, line.item.text, _parts(pack, line.item, line.changes)) for line in lines),
        css="owf-answers owf-stack owf-brought",
    )


def changed_lines(pack: Pack, lines: Sequence[Line]) -> Markup:
    """Questions that the spreadsheet alone changed since it was downloaded."""
    return html.table(
        f"Changed: {questions(len(lines))} that you changed in the spreadsheet",
        ("Question", "Here now", "In the spreadsheet"),
        (_both(pack, line, line.changes) for line in lines),
        css="owf-stack owf-brought",
    )


def conflicting_line(pack: Pack, line: Line) -> Markup:
    """One question that was changed on both sides, with both."""
    return html.table(
        f"{line.item.code}: {line.item.text}",
        ("Question", "Here now", "In the spreadsheet"),
        (_both(pack, line, {**line.changes, **line.clashes}),),
        css="owf-stack owf-brought",
    )


def unchanged_lines(lines: Sequence[Line]) -> Markup:
    """Questions that stay as they are, folded away."""
    return Markup(
        '<details class="owf-what"><summary>Unchanged: {}</summary><p>{}</p></details>'
    ).format(questions(len(lines)), ", ".join(line.item.code for line in lines))


def fault_list(faults: Sequence[object]) -> Markup:
    """What must be mended, each with sheet and cell."""
    return Markup('<ul class="owf-faults">{}</ul>').format(
        html.join(Markup("<li>{}</li>").format(_upper(str(one))) for one in faults)
    )


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _both(pack: Pack, line: Line, parts: Mapping[str, Any]) -> tuple[str | Markup, ...]:
    here = said_in(line.stored)._asdict()
    return (
        line.item.code,
        _parts(pack, line.item, {name: here[name] for name in parts}),
        _parts(pack, line.item, parts),
    )


def _parts(pack: Pack, item: Item, parts: Mapping[str, Any]) -> Markup:
    """Some parts of what is said on a question, each a line."""
    found = [
        _part(pack, item, name, parts[name]) for name in PARTS if parts.get(name) not in (None, "")
    ]
    return html.join(found) if found else _NOTHING


def _part(pack: Pack, item: Item, name: str, value: Any) -> Markup:
    if name == "choice":
        return Markup("<p><strong>{}</strong></p>").format(words_of(pack.scale_of(item), value))
    if name == "comment":
        return Markup("<p><q>{}</q></p>").format(value)
    if name == "evidence":
        return Markup("<p>Evidence: {}</p>").format(value)
    return Markup("<p>Evidence is valid until {}</p>").format(clock.day_in_words(value))
