"""A report as a workbook: one sheet for its words, one a table, one a figure with Excel's chart."""

from owf.reports.model import Figure, Report, Table
from owf.reports.writers.xlsx.book import LIST, Book
from owf.reports.writers.xlsx.data import add_figure, add_table
from owf.reports.writers.xlsx.words import Listed, write_about, write_method, write_text


def xlsx_file(report: Report) -> bytes:
    """Every table and figure of the report, also those that its pages leave out."""
    book = Book(report)
    about = book.add_sheet(book.free_name(LIST))
    text_name, method_name = book.free_name("Text"), book.free_name("Method")
    text = book.add_sheet(text_name)
    listed = [Listed(text_name, "What the report says, in reading order")]
    sheet_of: dict[int, str] = {}
    for section in report.all_sections():
        for block in section.blocks:
            if isinstance(block, Table):
                name = book.free_name(block.sheet or block.title)
                add_table(book, name, block)
                listed.append(Listed(name, block.title))
            elif isinstance(block, Figure):
                name = book.free_name(f"Chart {block.chart.title}")
                add_figure(book, name, block)
                listed.append(Listed(name, f"Chart: {block.chart.title}"))
            else:
                continue
            sheet_of[id(block)] = name
    write_method(book, book.add_sheet(method_name))
    listed.append(Listed(method_name, "How the numbers came about"))
    write_about(book, about, listed)
    write_text(book, text, sheet_of)
    return book.saved()
