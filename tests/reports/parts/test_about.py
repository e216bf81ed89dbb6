"""What a report says of the signature that it rests on."""

from dataclasses import replace
from datetime import UTC, datetime

from owf.reports.parts.about import signature_in_words
from owf.store.results import SignatureFacts

SIGNED = SignatureFacts(
    1, 2, "erin", datetime(2009, 7, 3, 9, 5, tzinfo=UTC), "ab" * 32, "full", "cd" * 32, "full"
)


def test_the_chair_signed_and_is_not_named():
    assert signature_in_words(SIGNED) == "version 2, by the chair, 3 July 2009, 10:05"


def test_what_the_operator_carried_over_no_chair_signed():
    carried = replace(SIGNED, signed_by="operator")
    assert signature_in_words(carried) == "version 2, by the operator, 3 July 2009, 10:05"
