"""A blank form for KoboToolbox or ODK: an XLSForm, as https://xlsform.org describes it."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from owf.assessment.errors import Refused
from owf.exchange import form as exchange_form
from owf.exchange.form import BlankForm, FormTheme, Question
from owf.exchange.workbook.styles import set_width, write_text

ABOUT, PARTNER, SECTOR, FILLED_IN_BY = "about", "partner", "sector", "name"
SECTORS = "sectors"
_OWN = (ABOUT, PARTNER, SECTOR, FILLED_IN_BY, "data", "meta")
"""Fields that every form has, whatever the questionnaire; XForms itself adds the last two."""


def of(own_id: str) -> str:
    """A theme's or a question's name: ``lead-professional`` becomes ``lead_professional``."""
    name = own_id.replace("-", "_")
    return f"_{name}" if name[0].isdigit() else name


def intro(theme_id: str) -> str:
    return f"{of(theme_id)}_intro"


def comment(question_id: str) -> str:
    return f"{of(question_id)}_comment"


def evidence(question_id: str) -> str:
    return f"{of(question_id)}_evidence"


def choices(scale_id: str) -> str:
    """The name of the list of a scale's choices; never the one of the sectors."""
    return f"scale_{of(scale_id)}"


def refuse_collisions(form: BlankForm) -> None:
    """`a-comment` may be a question and a comment on the question `a`."""
    taken: dict[str, str] = {}
    for name, words in _field_names(form):
        if name in taken:
            raise Refused(
                f"{form.name} cannot become an XLSForm: {taken[name]} and {words} would both be "
                f"called {name} there. Give one of them another id."
            )
        taken[name] = words


def _field_names(form: BlankForm) -> Iterator[tuple[str, str]]:
    yield from ((name, f"the form's own field `{name}`") for name in _OWN)
    for theme in form.themes:
        yield of(theme.id), f"the theme `{theme.id}`"
        yield intro(theme.id), f"the introduction to `{theme.id}`"
    for one in form.questions:
        yield of(one.id), f"the question `{one.id}`"
        if one.has_comment:
            yield comment(one.id), f"the comment on `{one.id}`"
        if one.evidence:
            yield evidence(one.id), f"the evidence for `{one.id}`"


_LANGUAGE = "English (en)"
_LABEL, _HINT, _GUIDANCE = (f"{one}::{_LANGUAGE}" for one in ("label", "hint", "guidance_hint"))
_EXPRESSIONS = ("relevant", "required")

Row = Mapping[str, str]


def xlsform(form: BlankForm) -> bytes:
    """Who answers, then a page for each theme; refused where two ids become the same name."""
    refuse_collisions(form)
    book = Workbook()
    book.worksheets[0].title = "survey"
    _write_rows(book.worksheets[0], [*_about_rows(form), *_theme_rows(form)])
    _write_rows(book.create_sheet("choices"), list(_choice_rows(form)))
    _write_rows(book.create_sheet("settings"), [_settings_row(form)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _about_rows(form: BlankForm) -> Iterator[Row]:
    needed = "yes" if form.asks_name else ""
    yield _group_row(ABOUT, exchange_form.ABOUT)
    yield {
        "type": "text",
        "name": PARTNER,
        _LABEL: exchange_form.ORGANISATION,
        _HINT: form.who,
        "required": needed,
    }
    yield {
        "type": f"select_one {SECTORS}",
        "name": SECTOR,
        _LABEL: exchange_form.SECTOR,
        "required": "yes",
    }
    if form.asks_name:
        yield {
            "type": "text",
            "name": FILLED_IN_BY,
            _LABEL: exchange_form.FILLED_IN_BY,
            "required": needed,
        }
    yield {"type": "end_group"}


def _theme_rows(form: BlankForm) -> Iterator[Row]:
    for theme in form.themes:
        yield _group_row(of(theme.id), theme.title)
        yield {"type": "note", "name": intro(theme.id), _LABEL: _intro_text(theme)}
        for question in theme.questions:
            yield from _question_rows(question)
        yield {"type": "end_group"}


def _group_row(name: str, label: str) -> Row:
    return {"type": "begin_group", "name": name, _LABEL: label, "appearance": "field-list"}


def _intro_text(theme: FormTheme) -> str:
    looks = [f"{one.level.value} ({one.level.label}): {one.text}" for one in theme.described]
    return "\n\n".join([theme.intro, *([f"{exchange_form.LOOKS_LIKE}:", *looks] if looks else [])])


def _question_rows(question: Question) -> Iterator[Row]:
    relevant = _relevance(question)
    yield {
        "type": f"select_one {choices(question.scale.id)}",
        "name": of(question.id),
        _LABEL: f"{question.code}. {question.text}",
        _HINT: " ".join((question.hint, *question.asked)),
        _GUIDANCE: question.guidance or "",
        "relevant": relevant,
        "required": "yes" if question.required else "",
    }
    more = {"type": "text", "appearance": "multiline", "relevant": relevant}
    if question.has_comment:
        yield more | {
            "name": comment(question.id),
            _LABEL: f"{question.code}: {exchange_form.COMMENT}",
        }
    if question.evidence:
        needed_from = question.evidence.required_from
        yield more | {
            "name": evidence(question.id),
            _LABEL: f"{question.code}: {exchange_form.EVIDENCE}",
            _HINT: " ".join(question.evidence.words),
            # A non-score is no number, and no comparison with it is true.
            "required": ""
            if needed_from is None
            else f"number(${{{of(question.id)}}}) >= {needed_from}",
        }


def _relevance(question: Question) -> str:
    """When the question is asked, in XPath; nothing where it always is."""
    either = []
    if question.sectors:
        either.append(_one_of(SECTOR, question.sectors))
    if question.condition:
        either.append(_one_of(of(question.condition.item), question.condition.answers))
    return " and ".join(either)


def _one_of(name: str, values: Sequence[str]) -> str:
    return "(" + " or ".join(f"${{{name}}} = '{value}'" for value in values) + ")"


def _choice_rows(form: BlankForm) -> Iterator[Row]:
    lists = [(SECTORS, [(one.value, one.label) for one in form.sectors])]
    for scale in form.scales:
        levels = [(one.value, f"{one.value} {one.label}") for one in scale.levels]
        others = [(one.value, one.label) for one in scale.non_scores]
        lists.append((choices(scale.id), [*levels, *others]))
    for name, options in lists:
        for value, label in options:
            yield {"list_name": name, "name": value, _LABEL: label}


def _settings_row(form: BlankForm) -> Row:
    return {
        "form_title": f"{form.title}: {form.kind}",
        "form_id": f"{form.name.replace('@', '_')}_{form.audience}",
        "version": form.version,
        "default_language": _LANGUAGE,
        "style": "pages",
    }


def _write_rows(page: Worksheet, rows: Sequence[Row]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    for place, column in enumerate(columns):
        write_text(page, 0, place, column)
        page.cell(1, place + 1).font = Font(bold=True)
        set_width(page, get_column_letter(place + 1), 60 if "::" in column else 22)
    for line, row in enumerate(rows, start=1):
        for column, words in row.items():
            shown = words if column in _EXPRESSIONS else _never_an_expression(words)
            write_text(page, line, columns.index(column), shown)
    page.freeze_panes = "A2"


def _never_an_expression(words: str) -> str:
    """The same words, where XLSForm would put another answer in for ``${...}``."""
    return words.replace("${", "$ {").replace("instance(", "instance (")
