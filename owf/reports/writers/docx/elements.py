"""Parts of a Word document, put together from text: nothing in it is taken for markup."""

from functools import cache

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement

from owf.reports.writers.docx.styles import Style
from owf.reports.writers.office_text import held

_SPACES = {"w": nsmap["w"]}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, *children: BaseOxmlElement, **values: str | int) -> BaseOxmlElement:
    """``w:tag`` with its attributes; children in the order that Word demands."""
    attributes = {_qualified(name): str(value) for name, value in values.items()}
    made: BaseOxmlElement = oxml_parser.makeelement(_qualified(tag), attributes, _SPACES)
    made.extend(children)
    return made


@cache
def _qualified(name: str) -> str:
    return qn(f"w:{name}")


def run(text: str, style: Style | None = None) -> BaseOxmlElement:
    """Lines that somebody ended stay lines, and tabs stay tabs."""
    made = element("r")
    if style is not None:
        made.append(element("rPr", element("rStyle", val=style.id)))
    for place, line in enumerate(held(text).split("\n")):
        if place:
            made.append(element("br"))
        for number, piece in enumerate(line.split("\t")):
            if number:
                made.append(element("tab"))
            if piece:
                words = element("t")
                words.set(_SPACE, "preserve")
                words.text = piece
                made.append(words)
    return made


def paragraph(style: Style, *runs: BaseOxmlElement | str) -> BaseOxmlElement:
    return element(
        "p",
        element("pPr", element("pStyle", val=style.id)),
        *(run(one) if isinstance(one, str) else one for one in runs),
    )


def begun_field(instruction: str) -> list[BaseOxmlElement]:
    """A field whose shown text follows it, over several paragraphs if need be."""
    words = element("instrText")
    words.set(_SPACE, "preserve")
    words.text = f" {instruction} "
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", words),
        element("r", element("fldChar", fldCharType="separate")),
    ]


def end_of_field() -> BaseOxmlElement:
    return element("r", element("fldChar", fldCharType="end"))
