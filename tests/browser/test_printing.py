"""On paper: pages for meetings come out on A4 with nothing cut off."""

from __future__ import annotations

import re
import subprocess

import pytest

PAGES = {
    "compare": ("regional-lead", "/compare?trust=926&year=2009&part=whole"),
    "region": ("regional-lead", "/region?region=E12000006&year=2009&part=whole"),
    "national": ("national", "/national?year=2009&part=whole"),
    "results": ("steering", "/results?trust=873&year=2008&part=whole"),
}
A4 = (595, 842)
"""Points."""
MARGIN = 30
"""Points that stay free at the sides: 12 mm less a letter's overhang."""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_on_a4_with_its_charts(look_around, tmp_path, page):
    role, address = PAGES[page]
    reader = look_around(role, address, 1280)
    reader.page.locator("[class*=st-key-chart-] .main-svg").first.wait_for()
    paper = tmp_path / "page.pdf"
    reader.page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    text = subprocess.run(
        ["pdftotext", "-bbox", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout
    sizes = {
        (round(float(wide)), round(float(high)))
        for wide, high in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', text)
    }
    assert sizes == {A4}
    words = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]*)<', text)
    assert len(words) > 300
    outside = [
        word for left, right, word in words if float(left) < MARGIN or float(right) > A4[0] - MARGIN
    ]
    assert not outside
    assert "Sign out" not in text.replace("</word>\n", " ")
    assert text.count("<page ") <= 16
