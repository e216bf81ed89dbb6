"""A blank form for KoboToolbox or ODK: an XLSForm, as https://xlsform.org describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from owf.exchange import form_words
from owf.exchange import xlsform_names as names
from owf.exchange.form import BlankForm, FormTheme, Question

_LANGUAGE = "English (en)"
_LABEL, _HINT, _GUIDANCE = (f"{one}::{_LANGUAGE}" for one in ("label", "hint", "guidance_hint"))
_EXPRESSIONS = ("relevant", "required")

Row = Mapping[str, str]


def xlsform(form: BlankForm) -> bytes:
    """The form as an XLSForm: who answers, then a page for each theme.

    Raises:
        Refused: two ids become the same name there.
    """
    names.refuse_collisions(form)
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        _sheet(book, "survey", [*_about(form), *_themes(form)])
        _sheet(book, "choices", list(_choices(form)))
        _sheet(book, "settings", [_settings(form)])
    return file.getvalue()


def _about(form: BlankForm) -> Iterator[Row]:
    needed = "yes" if form.asks_name else ""
    yield _begin(names.ABOUT, form_words.ABOUT)
    yield {
        "type": "text",
        "name": names.PARTNER,
        _LABEL: form_words.ORGANISATION,
        _HINT: form.who,
        "required": needed,
    }
    yield {
        "type": f"select_one {names.SECTORS}",
        "name": names.SECTOR,
        _LABEL: form_words.SECTOR,
        "required": "yes",
    }
    if form.asks_name:
        yield {
            "type": "text",
            "name": names.FILLED_IN_BY,
            _LABEL: form_words.FILLED_IN_BY,
            "required": needed,
        }
    yield {"type": "end_group"}


def _themes(form: BlankForm) -> Iterator[Row]:
    for theme in form.themes:
        yield _begin(names.of(theme.id), theme.title)
        yield {"type": "note", "name": names.intro(theme.id), _LABEL: _intro(theme)}
        for question in theme.questions:
            yield from _question(question)
        yield {"type": "end_group"}


def _begin(name: str, label: str) -> Row:
    return {"type": "begin_group", "name": name, _LABEL: label, "appearance": "field-list"}


def _intro(theme: FormTheme) -> str:
    looks = [f"{one.level.value} ({one.level.label}): {one.text}" for one in theme.described]
    return "\n\n".join([theme.intro, *([f"{form_words.LOOKS_LIKE}:", *looks] if looks else [])])


def _question(question: Question) -> Iterator[Row]:
    relevant = _relevant(question)
    yield {
        "type": f"select_one {names.choices(question.scale.id)}",
        "name": names.of(question.id),
        _LABEL: f"{question.code}. {question.text}",
        _HINT: " ".join((question.hint, *question.asked)),
        _GUIDANCE: question.guidance or "",
        "relevant": relevant,
        "required": "yes" if question.required else "",
    }
    more = {"type": "text", "appearance": "multiline", "relevant": relevant}
    if question.has_comment:
        yield more | {
            "name": names.comment(question.id),
            _LABEL: f"{question.code}: {form_words.COMMENT}",
        }
    if question.evidence:
        needed_from = question.evidence.required_from
        yield more | {
            "name": names.evidence(question.id),
            _LABEL: f"{question.code}: {form_words.EVIDENCE}",
            _HINT: " ".join(question.evidence.words),
            # A non-score is no number, and no comparison with it is true.
            "required": ""
            if needed_from is None
            else f"number(${{{names.of(question.id)}}}) >= {needed_from}",
        }


def _relevant(question: Question) -> str:
    """When the question is asked, in XPath; nothing where it always is."""
    either = []
    if question.sectors:
        either.append(_one_of(names.SECTOR, question.sectors))
    if question.condition:
        either.append(_one_of(names.of(question.condition.item), question.condition.answers))
    return " and ".join(either)


def _one_of(name: str, values: Sequence[str]) -> str:
    return "(" + " or ".join(f"${{{name}}} = '{value}'" for value in values) + ")"


def _choices(form: BlankForm) -> Iterator[Row]:
    lists = [(names.SECTORS, [(one.value, one.label) for one in form.sectors])]
    for scale in form.scales:
        levels = [(one.value, f"{one.value} {one.label}") for one in scale.levels]
        others = [(one.value, one.label) for one in scale.non_scores]
        lists.append((names.choices(scale.id), [*levels, *others]))
    for name, choices in lists:
        for value, label in choices:
            yield {"list_name": name, "name": value, _LABEL: label}


def _settings(form: BlankForm) -> Row:
    return {
        "form_title": f"{form.title}: {form.kind}",
        "form_id": f"{form.name.replace('@', '_')}_{form.audience}",
        "version": form.version,
        "default_language": _LANGUAGE,
        "style": "pages",
    }


def _sheet(book: Workbook, name: str, rows: Sequence[Row]) -> None:
    sheet = book.add_worksheet(name)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    bold = book.add_format({"bold": True})
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column, bold)
        sheet.set_column(number, number, 60 if "::" in column else 22)
    for line, row in enumerate(rows, start=1):
        for column, words in row.items():
            shown = words if column in _EXPRESSIONS else _never_an_expression(words)
            # Always as text: what begins with =, +, - or @ is nobody's formula.
            sheet.write_string(line, columns.index(column), shown)
    sheet.freeze_panes(1, 0)


def _never_an_expression(words: str) -> str:
    """The same words, where XLSForm would put another answer in for ``${...}``."""
    return words.replace("${", "$ {").replace("instance(", "instance (")
