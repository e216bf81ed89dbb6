"""Text that enters: what nobody sees goes, what can be read stays."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.texts import clean_address, clean_line, clean_name, clean_text

REAL = Path(__file__).parent / "data" / "real-world"
ANY = st.text(max_size=60)
"""Hypothesis leaves out unpaired surrogates, which have an example of their own."""
FUNCTIONS = (clean_text, clean_line, clean_name, clean_address)
PERSIAN = "می‌خواهم"
FAMILY = "👨‍👩‍👧"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def test_comment_txt_is_read_without_its_control_character():
    pasted = (REAL / "comment.txt").read_text(encoding="utf-8")
    assert clean_text(pasted) == "The geplanten multi-agency panel met weekly"


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("ge\x02planten", "geplanten"),
        (" one\r\ntwo\rthree\x0bfour\u2028five ", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb", "a\tb"),
        ("two  spaces", "two  spaces"),
        ("ends in spaces  \nnext", "ends in spaces\nnext"),
        ("soft\u00adhyphen", "softhyphen"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("cafe\u0301", "café"),
        ("½ and m²", "½ and m²"),
        ("turned \u202eback", "turned back"),
        ("no character\ufffe\uffff\U0001ffff", "no character"),
        (PERSIAN, PERSIAN),
        (FAMILY, FAMILY),
        (ENGLAND, ENGLAND),
        ("क्‍ष", "क्‍ष"),
        ("a\u200db", "ab"),
        ("letters\U000e0041\U000e0042", "letters"),
        ("\u200b\ufeff\u2060", ""),
    ],
)
def test_what_nobody_sees_goes_and_what_is_read_stays(pasted, read):
    assert clean_text(pasted) == read


def test_a_line_has_single_spaces():
    assert clean_line(" Police\u00a0and \r\n\t Crime\x00 ") == "Police and Crime"


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("ﬁona  O’Brien", "fiona O’Brien"),
        (f"Dr {PERSIAN}", f"Dr {PERSIAN}"),
        ("Jo\u200b Smith\ufeff", "Jo Smith"),
        ("Ｊｏ", "Jo"),
        ("Jose\u0301", "José"),
        ("Club 10½", "Club 10½"),
    ],
)
def test_a_name_is_what_is_seen(pasted, read):
    assert clean_name(pasted) == read


@pytest.mark.parametrize(
    "pasted",
    [
        "\u200bjo@example.org",
        "jo\u200d@example.org\u00a0",
        "jo@exam\u00adple.org\x02",
        "\u202ajo@example.org\u202c",
    ],
)
def test_an_address_has_no_invisible_character(pasted):
    assert clean_address(pasted) == "jo@example.org"


@pytest.mark.parametrize("text", [" ", "\u200b", "\U000e0067", "\u200d", "a \t", "e\u0301"])
def test_a_long_text_takes_no_longer_per_letter_than_a_short_one(text):
    # Were it quadratic, this would take minutes, and the run would end by its own limit.
    assert len(clean_text(text * 100_000)) <= 300_000


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text):
    for clean in FUNCTIONS:
        assert clean(clean(text)) == clean(text)


@given(ANY)
def test_every_database_and_document_holds_what_is_left(text):
    for clean in FUNCTIONS:
        left = clean(text)
        assert not [
            one for one in left if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t"
        ]
        assert left == left.strip()
        left.encode("utf-8")


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_what_is_seen_is_never_lost(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text).strip()
