"""Setting a PDF that screen readers can read too (PDF/UA-1), from data and a template."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category, name

import typst

from owf import clock
from owf.assessment.returns.receipt import Receipt, ReceiptLine
from owf.benchmark.words.wording import counted
from owf.exchange import form as exchange_form
from owf.exchange.form import BlankForm
from owf.texts import clean_text

_TEMPLATES = Path(__file__).parent
_PROBE = b"""#set document(title: [Probe])
#let c = sys.inputs.data
#for weight in ("regular", "semibold", "bold") { text(weight: weight, c) }
#emph(c)"""
"""The text in each face of the templates'."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """A tagged PDF from a template beside this file, which reads ``sys.inputs.data``.

    Everything goes in as data, so that no text is taken for the typesetter's own language. A
    character that no font has is written as its name: “[grinning face]”.
    """
    return _compiled((_TEMPLATES / template).read_bytes(), json.dumps(_displayable(data)))


def _compiled(source: bytes, data: str) -> bytes:
    typesetter = typst.Compiler(root=_TEMPLATES, ignore_system_fonts=True)
    found = typesetter.compile(
        source, format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"]
    )
    assert isinstance(found, bytes)  # noqa: S101  a list is what several pages of PNG come in
    return found


def _displayable(value: Any) -> Any:
    if isinstance(value, str):
        return _in_letters(clean_text(value))
    if isinstance(value, Mapping):
        return {key: _displayable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_displayable(one) for one in value]
    return value


def _clusters(text: str) -> list[str]:
    """A text in parts that one font must have as a whole: a letter with its marks."""
    found: list[str] = []
    for one in text:
        if found and category(one) in ("Mn", "Mc", "Me", "Cf"):
            found[-1] += one
        else:
            found.append(one)
    return found


def _in_letters(text: str) -> str:
    if _fonts_have(text):
        return text
    by_parts = "".join(one if _fonts_have(one) else _spelled_out(one) for one in _clusters(text))
    # What a font has alone it may lack beside another character.
    return by_parts if _fonts_have(by_parts) else _spelled_out(text)


def _spelled_out(text: str) -> str:
    return "".join(one if one.isascii() else f"[{name(one, 'sign').lower()}]" for one in text)


@lru_cache(maxsize=4096)
def _fonts_have(text: str) -> bool:
    if text.isascii():
        return True
    try:
        # A mark in front would sit on the space that comes before it in the form.
        _compiled(_PROBE, f" {text}")
    except typst.TypstError:
        return False
    return True


_ABOUT_FINGERPRINT = (
    "It is calculated (SHA-256) from every answer, comment and piece of evidence below. The page "
    "of your self-assessment shows the same code as long as nothing has changed. If one letter "
    "changes, the code changes."
)
_MADE_UP = "Made-up figures: this receipt comes from the demonstration."


def receipt_pdf(receipt: Receipt, *, made_up: bool) -> bytes:
    """The receipt as a tagged PDF; ``made_up`` says on it that its figures are."""
    return typeset(
        "receipt.typ",
        {
            "heading": f"Receipt for a self-assessment, {receipt.year}",
            "partner": receipt.partner,
            "questionnaire": receipt.questionnaire,
            "digest": receipt.digest,
            "fingerprint": receipt.fingerprint,
            "about_fingerprint": _ABOUT_FINGERPRINT,
            "notes": [_MADE_UP] if made_up else [],
            "facts": _fact_rows(receipt),
            "themes": [
                {"title": theme.title, "lines": [_line_row(line) for line in theme.lines]}
                for theme in receipt.themes
            ],
        },
    )


def _fact_rows(receipt: Receipt) -> list[tuple[str, str]]:
    open_questions = receipt.asked - receipt.with_level - receipt.dont_know - receipt.not_applicable
    return [
        ("Trust", receipt.trust),
        ("Partner", receipt.partner),
        ("Sector", receipt.sector),
        ("Year", str(receipt.year)),
        ("Questionnaire", f"{receipt.title} ({receipt.questionnaire})"),
        (
            "Submitted by",
            receipt.submitted_by or "not recorded: entered for the partner, or erased",
        ),
        ("Submitted on", f"{receipt.submitted} (London time)"),
        ("Questions", str(receipt.asked)),
        ("With a level", str(receipt.with_level)),
        ("Don't know", str(receipt.dont_know)),
        ("Not applicable", str(receipt.not_applicable)),
        *([("Left open", counted(open_questions, "question"))] if open_questions else []),
    ]


def _line_row(line: ReceiptLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "statement": line.statement,
        "answer": line.answer,
        "comment": line.comment,
        "evidence": line.evidence,
        "until": clock.day_in_words(line.evidence_until) if line.evidence_until else "",
        "linked": list(line.linked),
    }


_WORDS = {
    "organisation": exchange_form.ORGANISATION,
    "sector": exchange_form.SECTOR,
    "filled_in_by": exchange_form.FILLED_IN_BY,
    "scale": exchange_form.SCALE,
    "looks_like": exchange_form.LOOKS_LIKE,
    "comment": exchange_form.COMMENT,
    "evidence": exchange_form.EVIDENCE,
    "where_from": exchange_form.WHERE_FROM,
}


def pdf_form(form: BlankForm) -> bytes:
    return typeset("pdf_form.typ", asdict(form) | {"asks_name": form.asks_name, "words": _WORDS})
