"""Addresses in a text become links where evidence may have them, and stay words elsewhere."""

import pytest

from owf.assessment.errors import OutsideScale
from owf.improvement.good_practice.links import refuse_bad_links, with_links


def linked(text):
    return [address for _, address in with_links(text) if address]


def test_nothing_of_a_text_is_lost():
    text = "Before https://example.org/a, and (http://example.org/b). After"
    assert "".join(words for words, _ in with_links(text)) == text


def test_the_full_stop_behind_an_address_is_no_part_of_it():
    text = "Before https://example.org/a, and (http://example.org/b). After"
    assert linked(text) == ["https://example.org/a", "http://example.org/b"]


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "<a href=//e.example>",
        "https://name:word@example.org/",
        "file:///c:/a",
        "",
        "=HYPERLINK(1)",
    ],
)
def test_what_may_not_be_linked_stays_words(text):
    assert linked(text) == []
    assert "".join(words for words, _ in with_links(text)) == text


def test_an_address_with_a_password_is_refused_at_its_field():
    with pytest.raises(OutsideScale, match="name or a password") as refused:
        refuse_bad_links("See https://name:word@example.org/ and more.", "evidence")
    assert refused.value.field == "evidence"
