"""A Word document held to the order and the unique names that Word insists on.

LibreOffice and python-docx open what Word calls damaged.
"""

import zipfile
from io import BytesIO

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn

from tests.reports.writers.word import REPORTS, file_of, parts_of

# What the standard (ISO/IEC 29500-1, annex A) demands; Word refuses another order.
ORDER = {
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr docPartObj",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "settings": "zoom proofState defaultTabStop characterSpacingControl savePreviewPicture "
    "updateFields compat rsids mathPr themeFontLang clrSchemeMapping doNotAutoCompressPictures "
    "shapeDefaults decimalSymbol listSeparator docId defaultImageDpi",
    "num": "abstractNumId lvlOverride",
}
ROW_PROPERTIES = {"cantSplit", "tblHeader", "trHeight"}


def local(element):
    return element.tag.rpartition("}")[2]


@pytest.mark.parametrize("name", REPORTS)
def test_elements_are_in_the_order_of_the_standard(name):
    for part, root in parts_of(file_of(name)).items():
        for parent in root.iter():
            is_of_word = parent.tag.startswith(f"{{{nsmap['w']}}}")
            order = ORDER.get(local(parent), "").split() if is_of_word else []
            if order:
                places = [order.index(local(one)) for one in parent]
                if local(parent) == "sectPr":  # references are a choice of both
                    places = [max(one, 1) for one in places]
                assert places == sorted(places), (part, local(parent))
            if local(parent) == "trPr":
                assert {local(one) for one in parent} <= ROW_PROPERTIES


@pytest.mark.parametrize("name", REPORTS)
def test_names_and_numbers_are_the_only_ones(name):
    body = parts_of(file_of(name))["word/document.xml"]
    pictures = body.xpath(".//wp:docPr/@id")
    starts, ends = (body.xpath(f".//w:bookmark{one}/@w:id") for one in ("Start", "End"))
    for several in (
        pictures,
        starts,
        body.xpath(".//w:bookmarkStart/@w:name"),
        body.xpath(".//w:sdtPr/w:id/@w:val"),
    ):
        assert len(several) == len(set(several))
    assert starts == ends
    assert all(one.isdigit() for one in pictures)
    styles = parts_of(file_of(name))["word/styles.xml"].xpath("w:style/@w:styleId")
    assert len(styles) == len(set(styles))


@pytest.mark.parametrize("name", REPORTS)
def test_cells_end_with_a_paragraph_and_tables_do_not_touch(name):
    body = parts_of(file_of(name))["word/document.xml"]
    for cell in body.iter(qn("w:tc")):
        assert local(cell[-1]) == "p"
    for table in body.iter(qn("w:tbl")):
        assert table.getnext() is None or local(table.getnext()) != "tbl"
        widths = table.xpath("w:tblGrid/w:gridCol")
        assert all(len(row.xpath("w:tc")) == len(widths) for row in table.xpath("w:tr"))


def test_each_relation_leads_to_a_part():
    with zipfile.ZipFile(BytesIO(file_of("rich"))) as parts:
        names = parts.namelist()
        assert len(names) == len(set(names))
        assert not [one for one in names if "thumbnail" in one or "WithEffects" in one]
        relations = parse_xml(parts.read("word/_rels/document.xml.rels"))
    for one in relations:
        assert f"word/{one.get('Target')}" in names or one.get("Target").startswith("../")
