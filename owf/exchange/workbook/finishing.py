"""What Excel can hold and XlsxWriter cannot write: named styles, the language, rows that grow."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LANGUAGE = b"<dc:language>en-GB</dc:language>"
_END_OF_PROPERTIES = b"</cp:coreProperties>"
_FIXED_HEIGHT = b' customHeight="1"'


def finish(content: bytes, styles: Mapping[int, str]) -> bytes:
    """The workbook with its named styles and its language.

    Its rows keep their heights as a beginning, and grow in Excel with what is typed into them.

    Args:
        content: as XlsxWriter wrote it.
        styles: place of a cell format in the workbook -> the name of its style.
    """
    finished = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(finished, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            body = before.read(part)
            if part.filename == "xl/styles.xml":
                body = _with_styles(body, styles)
            elif part.filename == "docProps/core.xml":
                body = body.replace(_END_OF_PROPERTIES, _LANGUAGE + _END_OF_PROPERTIES)
            elif part.filename.startswith("xl/worksheets/"):
                body = body.replace(_FIXED_HEIGHT, b"")
            after.writestr(part, body)
    return finished.getvalue()


def _with_styles(body: bytes, styles: Mapping[int, str]) -> bytes:
    """Name each cell format: a style of the same look, which the format then follows."""
    ET.register_namespace("", _MAIN)
    root = ET.fromstring(body)  # noqa: S314  what XlsxWriter has just written
    formats, of_styles, names = (
        root.find(f"{{{_MAIN}}}{name}") for name in ("cellXfs", "cellStyleXfs", "cellStyles")
    )
    assert formats is not None and of_styles is not None and names is not None  # noqa: PT018, S101
    for place, name in sorted(styles.items()):
        style = deepcopy(formats[place])
        style.attrib.pop("xfId", None)
        formats[place].set("xfId", str(len(of_styles)))
        ET.SubElement(names, f"{{{_MAIN}}}cellStyle", {"name": name, "xfId": str(len(of_styles))})
        of_styles.append(style)
    for counted in (of_styles, names):
        counted.set("count", str(len(counted)))
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))
