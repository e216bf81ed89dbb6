"""A report as slides: one a finding, with PowerPoint's own charts and tables."""

from owf.reports.model import Report
from owf.reports.writers.pptx.deck import written
from owf.reports.writers.pptx.plan import slides_of


def pptx_file(report: Report) -> bytes:
    """Every section with blocks or a claim; the working is in the speaker's notes."""
    return written(report, slides_of(report))
