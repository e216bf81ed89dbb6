"""The receipt of a submitted return: a PDF that screen readers can read too (PDF/UA-1)."""

from __future__ import annotations

from typing import Any

from owf import clock
from owf.assessment.receipts import Receipt, ReceiptLine
from owf.benchmark.wording import counted
from owf.exchange.typesetting import typeset

_ABOUT_FINGERPRINT = (
    "It is calculated (SHA-256) from every answer, comment and piece of evidence below. The page "
    "of your self-assessment shows the same code as long as nothing has changed. If one letter "
    "changes, the code changes."
)
_MADE_UP = "Made-up figures: this receipt comes from the demonstration."


def receipt_pdf(receipt: Receipt, *, made_up: bool) -> bytes:
    """The receipt as a tagged PDF.

    Args:
        receipt: what it says.
        made_up: whether it says that its figures are.
    """
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
            "facts": _facts(receipt),
            "themes": [
                {"title": theme.title, "lines": [_line(line) for line in theme.lines]}
                for theme in receipt.themes
            ],
        },
    )


def _facts(receipt: Receipt) -> list[tuple[str, str]]:
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


def _line(line: ReceiptLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "statement": line.statement,
        "answer": line.answer,
        "comment": line.comment,
        "evidence": line.evidence,
        "until": clock.day_in_words(line.evidence_until) if line.evidence_until else "",
        "linked": list(line.linked),
    }
