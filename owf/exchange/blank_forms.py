"""Which kinds of file a blank form can become; the file's ending chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from owf.assessment.errors import Refused
from owf.exchange.form import blank_form
from owf.questionnaire import Audience, Pack


def _pdf(pack: Pack, audience: Audience) -> bytes:
    from owf.exchange.pdf import pdf_form  # noqa: PLC0415  brings a typesetter along

    return pdf_form(blank_form(pack, audience))


def _docx(pack: Pack, audience: Audience) -> bytes:
    from owf.exchange.docx_form import docx_form  # noqa: PLC0415  slow to import

    return docx_form(blank_form(pack, audience))


def _xlsform(pack: Pack, audience: Audience) -> bytes:
    from owf.exchange.xlsform import xlsform  # noqa: PLC0415  slow to import

    return xlsform(blank_form(pack, audience))


def _workbook(pack: Pack, audience: Audience) -> bytes:
    from owf.exchange.workbook.writing import blank_workbook  # noqa: PLC0415  slow to import

    if audience is not Audience.LEADERS:
        raise Refused(
            "Only a partner's self-assessment can be a spreadsheet. For practitioners, choose "
            "another kind of file."
        )
    return blank_workbook(pack)


MAKERS: Mapping[str, Callable[[Pack, Audience], bytes]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".xlsx": _workbook,
    ".xlsform.xlsx": _xlsform,
}
"""Ending -> what makes such a file's contents; of two that fit, the longer one counts."""


def blank_file(pack: Pack, audience: Audience, file_name: str) -> bytes:
    """What a file of this name holds: the questionnaire as a blank form for an audience.

    Raises:
        Refused: no form ends like this, or there is none for this audience.
    """
    endings = [ending for ending in MAKERS if file_name.lower().endswith(ending)]
    if not endings:
        *others, last = MAKERS
        raise Refused(
            f"A blank form cannot be written to {file_name}. Give a file name that ends with "
            f"{', '.join(others)} or {last}."
        )
    return MAKERS[max(endings, key=len)](pack, audience)
