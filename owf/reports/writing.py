"""A report as a file, whatever its format."""

from owf.reports.model import Format, Report

MEDIA_TYPES = {
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(report: Report, file_format: Format) -> bytes:
    # Each writer is loaded only when it is asked for.
    match file_format:
        case Format.HTML:
            from owf.reports.writers.html import html_file  # noqa: PLC0415

            return html_file(report)
        case Format.PDF:
            from owf.reports.writers.pdf import pdf_file  # noqa: PLC0415

            return pdf_file(report)
        case Format.DOCX:
            from owf.reports.writers.docx import docx_file  # noqa: PLC0415

            return docx_file(report)
        case Format.PPTX:
            from owf.reports.writers.pptx import pptx_file  # noqa: PLC0415

            return pptx_file(report)
        case Format.XLSX:
            from owf.reports.writers.xlsx import xlsx_file  # noqa: PLC0415

            return xlsx_file(report)
