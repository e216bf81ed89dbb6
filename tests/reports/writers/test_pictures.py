"""Figures as pictures: the letters of the product, without what stands beside them."""

import io

import plotly.graph_objects as go
from lxml import etree
from markupsafe import Markup
from PIL import Image

from owf.charts import Chart
from owf.reports.writers.pictures import png_of, svg_of
from tests.reports.sample import MARKUP, figure


def named(words):
    layout = {
        "height": 120,
        "xaxis": {"range": [0, 1], "dtick": 1},
        "yaxis": {"range": [0, 1], "visible": False},
        "annotations": [{"x": 0.5, "y": 0.5, "text": words, "showarrow": False}],
    }
    return Chart("Title", "A word", go.Figure([], layout), Markup(""), "n = 3.")


def test_a_drawing_has_its_alternative_text_and_neither_title_nor_caption():
    chart = figure().chart
    tree = etree.fromstring(svg_of(named("Word")))
    assert tree.get("width") == "720"
    texts = "".join(tree.itertext())
    assert "A word" in texts
    assert "Title" not in texts
    assert "n = 3." not in texts
    assert chart.alt


def test_a_picture_has_as_many_pixels_as_asked_for():
    for scale in (1, 2):
        with Image.open(io.BytesIO(png_of(svg_of(named("Word")), scale))) as found:
            assert found.format == "PNG"
            assert found.size == (720 * scale, 120 * scale)


def test_letters_are_drawn_in_the_font_that_comes_with_the_product():
    def ink(svg):
        with Image.open(io.BytesIO(png_of(svg, 1))) as found:
            return found.convert("L").tobytes()

    svg = svg_of(named("Cambridgeshire"))
    only = svg.replace("'Source Sans', ", "")
    other = svg.replace("'Source Sans', 'Source Sans Pro'", "'Libertinus Serif'")
    assert other != svg
    assert ink(svg) == ink(only) != ink(other)


def test_a_letter_that_no_font_has_is_spelled_out_and_markup_is_only_words():
    assert png_of(svg_of(named("😀 中"))).startswith(b"\x89PNG")
    assert png_of(svg_of(named(MARKUP.replace("<", "&lt;")))).startswith(b"\x89PNG")
