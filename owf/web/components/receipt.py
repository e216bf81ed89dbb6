"""The receipt of a submitted return: its fingerprint, and all of it as a PDF."""

from __future__ import annotations

import re

import streamlit as st
from markupsafe import Markup

from owf.access import Actor
from owf.assessment.receipts import receipt_of
from owf.settings import get_settings
from owf.store import get_store
from owf.web import html
from owf.web.components.downloads import download, name_in_file
from owf.web.frame import signed_in

_GROUP = re.compile(".{8}")


def receipt(partner_id: int, year: int) -> None:
    """Show the fingerprint of a submitted return and hand its receipt out."""
    found = receipt_of(get_store(), signed_in(), partner_id, year)
    with st.container(border=True, key=f"receipt-{partner_id}"):
        html.show(
            Markup(
                '<div class="owf-task"><h2>Receipt</h2></div><p>Every answer, comment and '
                "piece of evidence as you submitted it, to keep or print. As long as the "
                "fingerprint below is the same as the one on your receipt, nothing has changed "
                'since.</p><p class="owf-hint">Fingerprint</p><p><code '
                'class="owf-digits">{}</code></p>'
            ).format(in_groups(found.fingerprint))
        )
        download(
            "Receipt (PDF)",
            lambda who: _made(who, partner_id, year),
            f"receipt-{year}-{name_in_file(found.partner)}.pdf",
            what="the receipt of a self-assessment",
            trust=found.trust_number,
            mime="application/pdf",
        )


def _made(who: Actor, partner_id: int, year: int) -> bytes:
    from owf.exchange.receipt_pdf import receipt_pdf  # noqa: PLC0415  brings a typesetter along

    return receipt_pdf(receipt_of(get_store(), who, partner_id, year), made_up=get_settings().demo)


def in_groups(digits: str) -> str:
    """A fingerprint in groups of eight, so that two can be compared by eye."""
    return " ".join(_GROUP.findall(digits))
