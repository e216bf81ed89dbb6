"""The receipt and the blank form as PDF."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from owf import clock
from owf.assessment.returns.receipt import Receipt, ReceiptLine
from owf.benchmark.words.wording import counted
from owf.exchange import form as exchange_form
from owf.exchange.form import BlankForm
from owf.exchange.typesetting import typeset

_HERE = Path(__file__).parent
_ABOUT_FINGERPRINT = (
    "It is calculated (SHA-256) from every answer, comment and piece of evidence below. The page "
    "of your self-assessment shows the same code as long as nothing has changed. If one letter "
    "changes, the code changes."
)
_MADE_UP = "Made-up figures: this receipt comes from the demonstration."


def receipt_pdf(receipt: Receipt, *, made_up: bool) -> bytes:
    """The receipt as a tagged PDF; ``made_up`` says on it that its figures are."""
    return typeset(
        _HERE / "receipt.typ",
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
    return typeset(
        _HERE / "pdf_form.typ", asdict(form) | {"asks_name": form.asks_name, "words": _WORDS}
    )
