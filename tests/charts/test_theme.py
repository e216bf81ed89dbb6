"""The visual language: contrast, and colours that stay apart for whoever sees them otherwise."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from itertools import combinations

import numpy as np
import pytest

from owf.charts.theme import DARK, LEVELS, LIGHT, css_of_figures, css_variables
from owf.settings import ROOT

THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
VISION = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(colour):
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    light = [float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)]
    return (max(light) + 0.05) / (min(light) + 0.05)


def lab(colour):
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    x, y, z = (to_xyz @ colour) / np.array([0.95047, 1.0, 1.08883])
    f = [t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, matrix):
    seen = [np.clip(np.array(matrix) @ linear(colour), 0, 1) for colour in (one, other)]
    return float(np.linalg.norm(lab(seen[0]) - lab(seen[1])))


@THEMES
@pytest.mark.parametrize(
    "text", ["ink", "muted", "ahead", "behind_text", "neutral", "good", "problem", "strong"]
)
def test_text_keeps_its_contrast_to_the_page_and_to_what_is_set_apart(palette, text):
    for ground in ("ground", "soft"):
        assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5, ground


@THEMES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "ahead_soft"),
        ("ahead", "ahead_soft"),
        ("muted", "ahead_soft"),
        ("ink", "behind_soft"),
        ("behind_text", "behind_soft"),
        ("muted", "behind_soft"),
        ("ink", "good_soft"),
        ("good", "good_soft"),
        ("ink", "problem_soft"),
        ("ink", "note_soft"),
        ("on_blue", "ahead"),
        ("on_blue", "strong"),
    ],
)
def test_text_keeps_its_contrast_on_a_ground_that_says_something(palette, text, ground):
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize(
    "mark",
    ["ahead", "behind", "neutral", "quiet", *(f"level_{level}" for level in range(1, 6))],
)
def test_a_mark_keeps_its_contrast_to_the_page(palette, mark):
    assert contrast(getattr(palette, mark), palette.ground) >= 3


@THEMES
@pytest.mark.parametrize("level", range(1, 6))
def test_a_count_can_be_read_in_the_segment_of_its_level(palette, level):
    assert contrast(getattr(palette, f"on_{level}"), getattr(palette, f"level_{level}")) >= 4.5


@THEMES
@pytest.mark.parametrize("vision", VISION)
def test_ahead_and_behind_stay_apart_however_colours_are_seen(palette, vision):
    # Far above 2.3, where a difference begins to be seen, and above 20, where nobody mistakes it.
    assert apart(palette.ahead, palette.behind, VISION[vision]) > 20


@pytest.mark.parametrize("vision", ["protanopia", "deuteranopia"])
def test_red_and_green_would_be_nearer_to_each_other(vision):
    far = apart("#B3261E", "#1F6B3B", VISION[vision])
    assert far < apart(LIGHT.ahead, LIGHT.behind, VISION[vision])


@THEMES
@pytest.mark.parametrize("vision", VISION)
def test_the_two_ends_of_the_scale_stay_apart_however_colours_are_seen(palette, vision):
    low = (palette.level_1, palette.level_2)
    high = (palette.level_4, palette.level_5)
    assert all(
        apart(one, other, VISION[vision]) > 20
        for one, other in [(first, last) for first in low for last in high]
    )


def test_a_figure_can_be_recoloured_by_its_colours_alone():
    light, dark = asdict(LIGHT), asdict(DARK)
    for one, other in combinations(light, 2):
        if light[one].upper() == light[other].upper():
            assert dark[one] == dark[other] or {one, other} <= {"ground", "on_blue"}, (one, other)
    assert len(set(LEVELS)) == 5


def test_each_colour_of_a_figure_follows_the_theme_in_which_the_page_is_shown():
    rules = css_of_figures().splitlines()
    assert (
        '.js-plotly-plot [style*="fill: rgb(18, 67, 109)"] { fill: var(--owf-ahead) !important; }'
        in rules
    )
    recoloured = {re.findall(r"rgb\(.+?\)", rule)[0] for rule in rules}
    assert len(recoloured) == len(set(asdict(LIGHT).values()))


def test_streamlits_own_parts_wear_the_same_colours():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))[
        "theme"
    ]
    for kind, palette in (("light", LIGHT), ("dark", DARK)):
        assert theme[kind] == {
            "primaryColor": palette.ahead,
            "backgroundColor": palette.ground,
            "secondaryBackgroundColor": palette.soft,
            "textColor": palette.ink,
            "linkColor": palette.ahead,
            "borderColor": palette.rule,
        }


def test_a_style_sheet_takes_its_colours_from_the_theme_alone():
    known = set(re.findall(r"(--owf-[a-z0-9-]+):", css_variables()))
    for sheet in (ROOT / "owf" / "web" / "assets").glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=\s*[;})!])", text), sheet.name
        own = set(re.findall(r"(--owf-[a-z0-9-]+):", text))
        assert set(re.findall(r"var\((--owf-[a-z0-9-]+)", text)) <= known | own, sheet.name
