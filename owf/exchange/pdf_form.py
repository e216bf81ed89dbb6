"""A blank form to print and fill in by pen: a PDF that screen readers can read too (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import asdict

from owf.exchange import form_words
from owf.exchange.form import BlankForm
from owf.exchange.typesetting import typeset

_WORDS = {
    "organisation": form_words.ORGANISATION,
    "sector": form_words.SECTOR,
    "filled_in_by": form_words.FILLED_IN_BY,
    "scale": form_words.SCALE,
    "looks_like": form_words.LOOKS_LIKE,
    "comment": form_words.COMMENT,
    "evidence": form_words.EVIDENCE,
    "where_from": form_words.WHERE_FROM,
}


def pdf_form(form: BlankForm) -> bytes:
    """The form as a tagged PDF, in fonts that the typesetter brings along."""
    return typeset("pdf_form.typ", asdict(form) | {"asks_name": form.asks_name, "words": _WORDS})
