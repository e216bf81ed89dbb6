"""A blank form to type into: a Word document with boxes that a click ticks."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from owf.exchange import form_words
from owf.exchange.docx_parts import (
    INK,
    PALE,
    add_box_to_tick,
    add_field,
    new_document,
    shade,
    title_table,
)
from owf.exchange.form import BlankForm, Choice, EvidenceLines, FormScale, FormTheme, Question

_WIDTH = Mm(174)
_ASIDE = Mm(26)
_QUIET = RGBColor.from_string("444444")


def docx_form(form: BlankForm) -> bytes:
    """The form as a Word document in British English, with real headings and table headers."""
    document = new_document(f"{form.title}: {form.kind}")
    _header_and_footer(document, form)
    _first_page(document, form)
    for theme in form.themes:
        _theme(document, theme)
    _references(document, form)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _header_and_footer(document: Document, form: BlankForm) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.text = f"{form.title}: {form.kind}\t{form.name}"
    header.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("page ")
    add_field(footer, "PAGE")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES")


def _first_page(document: Document, form: BlankForm) -> None:
    document.add_paragraph(form.title, style="Title")
    document.add_paragraph(f"{form.kind}, {form.version}", style="Subtitle")
    document.add_paragraph(form.who)
    for step in form.how:
        document.add_paragraph(step, style="List Number")
    document.add_paragraph(
        "Click a box to tick it. Click it again to remove the tick.", style="List Number"
    )
    about = [form_words.ORGANISATION] + [form_words.FILLED_IN_BY] * form.asks_name
    for label in about:
        _to_fill_in(document, label, height=Mm(8), title=label, aside=Mm(40))
        _small_gap(document)
    _small_heading(document, form_words.SECTOR)
    _sectors(document, form.sectors)
    _small_heading(document, form_words.SCALE)
    for scale in form.scales:
        _scale(document, scale)
        _small_gap(document)
    source = document.add_paragraph(f"{form.source}\nLicence: {form.licence}")
    source.runs[0].font.size = Pt(8.5)


def _small_heading(document: Document, words: str) -> None:
    heading = document.add_heading("", 1)
    heading.paragraph_format.space_before = Pt(8)
    heading.add_run(words).font.size = Pt(11)


def _sectors(document: Document, sectors: Sequence[Choice]) -> None:
    rows = -(-len(sectors) // 2)
    table = _table(document, rows, [_WIDTH // 2] * 2, form_words.SECTOR, style="Normal Table")
    for number, sector in enumerate(sectors):
        paragraph = table.cell(number // 2, number % 2).paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        add_box_to_tick(paragraph, f"sector:{sector.value}", sector.label, Pt(13))
        paragraph.add_run(f" {sector.label}")


def _scale(document: Document, scale: FormScale) -> None:
    table = _table(
        document,
        len(scale.levels) + 1,
        [Mm(20), _WIDTH - Mm(20)],
        form_words.SCALE,
        has_header=True,
    )
    heads = ("Level", "means that here we are")
    for row, words in zip(
        table.rows, [heads, *((level.value, level.label) for level in scale.levels)], strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            run = _words(cell).add_run(text)
            run.bold = words is heads or text is words[0]
    for cell in table.rows[0].cells:
        shade(cell, PALE)


def _theme(document: Document, theme: FormTheme) -> None:
    heading = document.add_heading(theme.title, 1)
    heading.paragraph_format.page_break_before = True
    heading.paragraph_format.space_before = Pt(0)
    document.add_paragraph(theme.intro)
    if theme.described:
        looks = document.add_paragraph()
        looks.paragraph_format.keep_with_next = True
        run = looks.add_run(form_words.LOOKS_LIKE)
        run.bold, run.font.color.rgb = True, INK
    for one in theme.described:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(8)
        paragraph.paragraph_format.first_line_indent = -Mm(8)
        paragraph.add_run(f"{one.level.value}  {one.level.label}: ").bold = True
        paragraph.add_run(one.text)
    for question in theme.questions:
        _question(document, question)


def _question(document: Document, question: Question) -> None:
    heading = document.add_heading("", 2)
    heading.add_run(f"{question.code}  ").font.color.rgb = INK
    heading.add_run(question.text)
    for words in (question.hint, question.guidance):
        if words:
            hint = document.add_paragraph()
            hint.paragraph_format.keep_with_next = True
            hint.paragraph_format.space_after = Pt(2)
            hint.add_run(words).font.color.rgb = _QUIET
    if question.asked:
        asked = document.add_paragraph()
        asked.paragraph_format.keep_with_next = True
        asked.add_run(" ".join(question.asked)).italic = True
    _answers(document, question)
    _small_gap(document, stays=question.has_comment)
    if question.has_comment:
        title = f"{question.code}: {form_words.COMMENT}"
        _to_fill_in(document, form_words.COMMENT, height=Mm(14), title=title)
        _small_gap(document, stays=question.evidence is not None)
    if question.evidence:
        _evidence(document, question, question.evidence)
        _small_gap(document)


def _answers(document: Document, question: Question) -> None:
    levels, others = question.scale.levels, question.scale.non_scores
    choices = (*levels, *others)
    table = _table(
        document,
        2,
        [_WIDTH // len(choices)] * len(choices),
        f"{question.code}: the level, one of {len(choices)}",
        has_header=True,
    )
    for number, (head, box, choice) in enumerate(
        zip(table.rows[0].cells, table.rows[1].cells, choices, strict=True)
    ):
        is_level = number < len(levels)
        words = _words(head, centred=True, stays=True)
        if is_level:
            shade(head, PALE)
            words.add_run(choice.value).bold = True
            words.add_run("\n")
        words.add_run(choice.short).font.size = Pt(8.5)
        label = f"{choice.value} {choice.label}" if is_level else choice.label
        place = _words(box, centred=True, stays=question.has_comment)
        add_box_to_tick(place, f"{question.id}:{choice.value}", f"{question.code}: {label}", Pt(18))


def _evidence(document: Document, question: Question, evidence: EvidenceLines) -> None:
    wanted = document.add_paragraph(" ".join(evidence.words))
    wanted.paragraph_format.keep_with_next = True
    wanted.paragraph_format.space_after = Pt(2)
    title = f"{question.code}: {form_words.EVIDENCE}"
    _to_fill_in(document, form_words.EVIDENCE, height=Mm(14), title=title)


def _references(document: Document, form: BlankForm) -> None:
    asked = [question for question in form.questions if question.references]
    if not asked:
        return
    heading = document.add_heading(form_words.WHERE_FROM, 1)
    heading.paragraph_format.page_break_before = True
    heading.paragraph_format.space_before = Pt(0)
    for question in asked:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(f"{question.code}  ").bold = True
        paragraph.add_run("; ".join(question.references))
        for run in paragraph.runs:
            run.font.size = Pt(8.5)


def _to_fill_in(
    document: Document, label: str, *, height: Length, title: str, aside: int = _ASIDE
) -> None:
    table = _table(document, 1, [aside, _WIDTH - aside], title)
    table.rows[0].height = height
    _words(table.cell(0, 0)).add_run(label).bold = True
    shade(table.cell(0, 0), PALE)
    _words(table.cell(0, 1))


def _table(
    document: Document,
    rows: int,
    widths: Sequence[int],
    title: str,
    *,
    style: str = "Table Grid",
    has_header: bool = False,
) -> Table:
    table: Table = document.add_table(rows, len(widths), style)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    title_table(table, title, has_header=has_header)
    return table


def _words(cell: _Cell, *, centred: bool = False, stays: bool = False) -> Paragraph:
    """A cell's first paragraph, without space around it; `stays` on the page of what follows."""
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.keep_with_next = stays
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _small_gap(document: Document, *, stays: bool = False) -> None:
    """Tables that touch would become one."""
    gap = document.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(6)
    gap.paragraph_format.keep_with_next = stays
