"""The page's figures, as files of text and of office programs take them."""

from owf.charts import Chart
from owf.charts.export.svg import drawing_alone
from owf.exchange.typesetting import picture

_SIGNS = str.maketrans("○▧", "◌☐")
"""For signs that Source Sans lacks, which would take all words beside them into another font."""


def svg_of(chart: Chart, width: int = 720) -> str:
    """The drawing without title and caption, which stand beside it; ``width``: pixels."""
    return drawing_alone(chart.figure, chart.alt, width).translate(_SIGNS)


def png_of(svg: str, scale: float = 2) -> bytes:
    """For programs that draw no SVG; ``scale``: pixels for each of the drawing's."""
    return picture(svg, scale)
