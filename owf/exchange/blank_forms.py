"""A blank form as a file; the ending of the file's name chooses which kind."""

from owf.assessment.errors import Refused
from owf.exchange.form import blank_form
from owf.questionnaire import Audience, Pack

ENDINGS = (".pdf", ".docx", ".xlsx", ".xlsform.xlsx")
"""Of two that fit a name, the longer one counts."""


def blank_file(pack: Pack, audience: Audience, file_name: str) -> bytes:
    """Raises ``Refused``: no form ends like this, or there is none for this audience."""
    endings = [ending for ending in ENDINGS if file_name.lower().endswith(ending)]
    # Each is slow to import, and a command needs only one of them.
    match max(endings, key=len, default=""):
        case ".pdf":
            from owf.exchange.pdf import pdf_form  # noqa: PLC0415

            return pdf_form(blank_form(pack, audience))
        case ".docx":
            from owf.exchange.docx_form import docx_form  # noqa: PLC0415

            return docx_form(blank_form(pack, audience))
        case ".xlsform.xlsx":
            from owf.exchange.xlsform import xlsform  # noqa: PLC0415

            return xlsform(blank_form(pack, audience))
        case ".xlsx" if audience is Audience.LEADERS:
            from owf.exchange.workbook.writing import blank_workbook  # noqa: PLC0415

            return blank_workbook(pack)
        case ".xlsx":
            raise Refused(
                "Only a partner's self-assessment can be a spreadsheet. For practitioners, choose "
                "another kind of file."
            )
    raise Refused(
        f"A blank form cannot be written to {file_name}. Give a file name that ends with "
        f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}."
    )
