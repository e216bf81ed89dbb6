"""What a Word document counts while it is written: captions, lists, bookmarks, pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from owf.exchange import docx_parts
from owf.reports.writers.docx.elements import element, paragraph, run
from owf.reports.writers.docx.styles import Style

_SVG = "image/svg+xml"


@dataclass
class Book:
    """``headings``: of the contents, as (level from 0, words, bookmark)."""

    document: Document
    is_compact: bool
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _captions: dict[str, int] = field(default_factory=dict)

    def next_id(self) -> int:
        """Bookmarks, pictures and boxes share one count: Word wants each to be the only one."""
        return next(self._ids)

    def next_number(self, label: str) -> int:
        self._captions[label] = self._captions.get(label, 0) + 1
        return self._captions[label]

    def heading(self, style: Style, level: int, words: str) -> BaseOxmlElement:
        number = self.next_id()
        name = f"_Toc{number:09}"
        self.headings.append((level, words, name))
        return paragraph(
            style,
            element("bookmarkStart", id=number, name=name),
            run(words),
            element("bookmarkEnd", id=number),
        )

    def caption(self, label: str, title: str) -> BaseOxmlElement:
        number = run(str(self.next_number(label)))
        counted = docx_parts.field(f" SEQ {label} \\* ARABIC ", number)
        return paragraph(Style.CAPTION, f"{label} ", counted, f": {title}")

    def new_list(self) -> int:
        """A numbering of its own, which begins with 1."""
        numbering = self.document.part.numbering_part.element
        (number,) = self.document.styles[Style.NUMBER].element.xpath("w:pPr/w:numPr/w:numId/@w:val")
        (of_style,) = numbering.xpath(f"w:num[@w:numId='{number}']/w:abstractNumId")
        made = numbering.add_num(int(of_style.get(qn("w:val"))))
        made.add_lvlOverride(0).add_startOverride(1)
        return int(made.numId)

    def add_bitmap(self, png: bytes) -> str:
        relation, _ = self.document.part.get_or_add_image(BytesIO(png))
        return str(relation)

    def add_drawing(self, svg: bytes) -> str:
        part = self.document.part
        name = PackURI(f"/word/media/drawing{self.next_number(_SVG)}.svg")
        drawing = Part(name, _SVG, svg, part.package)
        return str(part.relate_to(drawing, RELATIONSHIP_TYPE.IMAGE))
