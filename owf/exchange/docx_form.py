"""A blank form to type into: a Word document with boxes that a click ticks."""

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from owf.exchange import form as exchange_form
from owf.exchange.docx_parts import field, new_document, set_font
from owf.exchange.form import BlankForm, Choice, EvidenceLines, FormScale, FormTheme, Question

INK = RGBColor.from_string("12436D")
PALE = RGBColor.from_string("EAF0F6")
_LINE = "7F8B96"
_BOX = "\N{BALLOT BOX}"
_BOX_FONT = "MS Gothic"
_LONGEST_NAME = 64
"""Characters that Word accepts as a control's title or tag."""
_CHECKBOX = (
    '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    '<w14:checked w14:val="0"/>'
    f'<w14:checkedState w14:val="2612" w14:font="{_BOX_FONT}"/>'
    f'<w14:uncheckedState w14:val="2610" w14:font="{_BOX_FONT}"/>'
    "</w14:checkbox>"
)


def _new_form(title: str) -> Document:
    document = new_document(title, author="One Workforce")
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    sizes = {"Normal": 10, "Title": 24, "Subtitle": 13, "Heading 1": 17, "Heading 2": 11}
    for name, size in sizes.items():
        set_font(document.styles[name], Pt(size), None if name == "Normal" else INK)
        if name != "Normal":
            document.styles[name].paragraph_format.space_after = Pt(4)
    document.styles["Normal"].paragraph_format.space_after = Pt(5)
    for name in ("Header", "Footer"):
        document.styles[name].font.size = Pt(8.5)
        document.styles[name].paragraph_format.tab_stops.clear_all()
    for border in document.styles["Table Grid"].element.xpath(".//w:tblBorders/*"):
        border.set(qn("w:color"), _LINE)
    document.styles["Heading 2"].font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(12)
    return document


def add_box_to_tick(paragraph: Paragraph, tag: str, label: str, size: Length) -> None:
    """Add a box that a click ticks; `label` is what a screen reader says, `tag` is for machines."""
    control, about = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
    control.append(about)
    for name, words in (("w:alias", label), ("w:tag", tag)):
        named = OxmlElement(name)
        named.set(qn("w:val"), words[:_LONGEST_NAME])
        about.append(named)
    about.append(parse_xml(_CHECKBOX))
    content = OxmlElement("w:sdtContent")
    control.append(content)
    run = paragraph.add_run(_BOX)
    run.font.size = size
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _BOX_FONT)
    content.append(run._r)
    paragraph._p.append(control)


def shade(cell: _Cell, colour: RGBColor) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), str(colour))
    cell._tc.get_or_add_tcPr().append(shading)


def title_table(table: Table, title: str, *, has_header: bool) -> None:
    """Give a table its caption and header row for screen readers; keep its rows whole."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)
    for number, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if has_header and number == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


_WIDTH = Mm(174)
_ASIDE = Mm(26)
_QUIET = RGBColor.from_string("444444")


def docx_form(form: BlankForm) -> bytes:
    document = _new_form(f"{form.title}: {form.kind}")
    _add_header_and_footer(document, form)
    _add_first_page(document, form)
    for theme in form.themes:
        _add_theme(document, theme)
    _add_references(document, form)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_header_and_footer(document: Document, form: BlankForm) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.text = f"{form.title}: {form.kind}\t{form.name}"
    header.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("page ")
    footer._p.append(field("PAGE"))
    footer.add_run(" of ")
    footer._p.append(field("NUMPAGES"))


def _add_first_page(document: Document, form: BlankForm) -> None:
    document.add_paragraph(form.title, style="Title")
    document.add_paragraph(f"{form.kind}, {form.version}", style="Subtitle")
    document.add_paragraph(form.who)
    for step in form.how:
        document.add_paragraph(step, style="List Number")
    document.add_paragraph(
        "Click a box to tick it. Click it again to remove the tick.", style="List Number"
    )
    about = [exchange_form.ORGANISATION] + [exchange_form.FILLED_IN_BY] * form.asks_name
    for label in about:
        _add_field_to_fill_in(document, label, height=Mm(8), title=label, aside=Mm(40))
        _add_small_gap(document)
    _add_small_heading(document, exchange_form.SECTOR)
    _add_sectors(document, form.sectors)
    _add_small_heading(document, exchange_form.SCALE)
    for scale in form.scales:
        _add_scale(document, scale)
        _add_small_gap(document)
    source = document.add_paragraph(f"{form.source}\nLicence: {form.licence}")
    source.runs[0].font.size = Pt(8.5)


def _add_small_heading(document: Document, words: str) -> None:
    heading = document.add_heading("", 1)
    heading.paragraph_format.space_before = Pt(8)
    heading.add_run(words).font.size = Pt(11)


def _add_sectors(document: Document, sectors: Sequence[Choice]) -> None:
    rows = -(-len(sectors) // 2)
    table = _new_table(
        document, rows, [_WIDTH // 2] * 2, exchange_form.SECTOR, style="Normal Table"
    )
    for number, sector in enumerate(sectors):
        paragraph = table.cell(number // 2, number % 2).paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        add_box_to_tick(paragraph, f"sector:{sector.value}", sector.label, Pt(13))
        paragraph.add_run(f" {sector.label}")


def _add_scale(document: Document, scale: FormScale) -> None:
    table = _new_table(
        document,
        len(scale.levels) + 1,
        [Mm(20), _WIDTH - Mm(20)],
        exchange_form.SCALE,
        has_header=True,
    )
    heads = ("Level", "means that here we are")
    for row, words in zip(
        table.rows, [heads, *((level.value, level.label) for level in scale.levels)], strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            run = _first_paragraph(cell).add_run(text)
            run.bold = words is heads or text is words[0]
    for cell in table.rows[0].cells:
        shade(cell, PALE)


def _add_theme(document: Document, theme: FormTheme) -> None:
    _add_heading_of_page(document, theme.title)
    document.add_paragraph(theme.intro)
    if theme.described:
        run = _add_paragraph_that_stays(document).add_run(exchange_form.LOOKS_LIKE)
        run.bold, run.font.color.rgb = True, INK
    for one in theme.described:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(8)
        paragraph.paragraph_format.first_line_indent = -Mm(8)
        paragraph.add_run(f"{one.level.value}  {one.level.label}: ").bold = True
        paragraph.add_run(one.text)
    for question in theme.questions:
        _add_question(document, question)


def _add_question(document: Document, question: Question) -> None:
    heading = document.add_heading("", 2)
    heading.add_run(f"{question.code}  ").font.color.rgb = INK
    heading.add_run(question.text)
    for words in (question.hint, question.guidance):
        if words:
            hint = _add_paragraph_that_stays(document, Pt(2))
            hint.add_run(words).font.color.rgb = _QUIET
    if question.asked:
        asked = _add_paragraph_that_stays(document)
        asked.add_run(" ".join(question.asked)).italic = True
    _add_answers(document, question)
    _add_small_gap(document, stays=question.has_comment)
    if question.has_comment:
        title = f"{question.code}: {exchange_form.COMMENT}"
        _add_field_to_fill_in(document, exchange_form.COMMENT, height=Mm(14), title=title)
        _add_small_gap(document, stays=question.evidence is not None)
    if question.evidence:
        _add_evidence(document, question, question.evidence)
        _add_small_gap(document)


def _add_answers(document: Document, question: Question) -> None:
    levels, others = question.scale.levels, question.scale.non_scores
    choices = (*levels, *others)
    table = _new_table(
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
        words = _first_paragraph(head, centred=True, stays=True)
        if is_level:
            shade(head, PALE)
            words.add_run(choice.value).bold = True
            words.add_run("\n")
        words.add_run(choice.short).font.size = Pt(8.5)
        label = f"{choice.value} {choice.label}" if is_level else choice.label
        place = _first_paragraph(box, centred=True, stays=question.has_comment)
        add_box_to_tick(place, f"{question.id}:{choice.value}", f"{question.code}: {label}", Pt(18))


def _add_evidence(document: Document, question: Question, evidence: EvidenceLines) -> None:
    _add_paragraph_that_stays(document, Pt(2)).add_run(" ".join(evidence.words))
    title = f"{question.code}: {exchange_form.EVIDENCE}"
    _add_field_to_fill_in(document, exchange_form.EVIDENCE, height=Mm(14), title=title)


def _add_references(document: Document, form: BlankForm) -> None:
    asked = [question for question in form.questions if question.references]
    if not asked:
        return
    _add_heading_of_page(document, exchange_form.WHERE_FROM)
    for question in asked:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(f"{question.code}  ").bold = True
        paragraph.add_run("; ".join(question.references))
        for run in paragraph.runs:
            run.font.size = Pt(8.5)


def _add_heading_of_page(document: Document, words: str) -> None:
    heading = document.add_heading(words, 1)
    heading.paragraph_format.page_break_before = True
    heading.paragraph_format.space_before = Pt(0)


def _add_paragraph_that_stays(document: Document, after: Length | None = None) -> Paragraph:
    """An empty paragraph on the same page as what follows it."""
    paragraph: Paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    if after is not None:
        paragraph.paragraph_format.space_after = after
    return paragraph


def _add_field_to_fill_in(
    document: Document, label: str, *, height: Length, title: str, aside: int = _ASIDE
) -> None:
    table = _new_table(document, 1, [aside, _WIDTH - aside], title)
    table.rows[0].height = height
    _first_paragraph(table.cell(0, 0)).add_run(label).bold = True
    shade(table.cell(0, 0), PALE)
    _first_paragraph(table.cell(0, 1))


def _new_table(
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


def _first_paragraph(cell: _Cell, *, centred: bool = False, stays: bool = False) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.keep_with_next = stays
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _add_small_gap(document: Document, *, stays: bool = False) -> None:
    """Tables that touch would become one."""
    gap = document.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(6)
    gap.paragraph_format.keep_with_next = stays
