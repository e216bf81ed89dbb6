"""Texts full of signs that Streamlit reads in labels: each sign, and many together by chance."""

import random

import streamlit as st

from owf.settings import ROOT
from tests.hostile import MARKS

SIGNS = (
    "<b>", "</b>", "**", "_", "~~", "`", "$", "$$", ":red[", "]", "[", ":material/delete:",
    ":smile:", "](javascript:1)", "![", "(", ")", "http://a.example/", "https://", "www.a.example",
    "a@b.example", "&amp;", "&#58;", "&lt;", "->", "<-", "--", "---", ">=", "~=", "<->", "=", "1.",
    "12)", "-", "+", "#", ">", "|", "\\", " ", " ", "x", "Trust", "%s", "{", "}", '"', "'", "/",
    ":", "::", "!", "^", "\u200f", ":streamlit:", ":blue-badge[", ":material/", "12:30",
    "ftp://x.example", "mailto:a@b.example", "*a*", "…", "&nbsp;", "<!--", "-->", "www.", "?",
    ":+1:", "@", "==",
)  # fmt: skip


def _texts():
    chance = random.Random(19)
    yield from (*MARKS, *SIGNS)
    for _ in range(40):
        yield "".join(chance.choice(SIGNS) for _ in range(chance.randint(2, 7)))


TEXTS = [text for text in dict.fromkeys(" ".join(one.split()) for one in _texts()) if text]
app = st.App(ROOT / "tests/browser/labels_page.py")
