"""A document as a page shows it: text in Markdown, tables with a caption."""

import pytest

from owf.web.markup.document import Table, read_document

TEXT = """# A title

Words.

1. First.

   **What is left**

   | of | number |
   |---|--:|
   | A | 0.10 |

2. Second.
"""


def test_text_and_tables_come_in_their_order(tmp_path):
    path = tmp_path / "one.md"
    path.write_text(TEXT, encoding="utf-8")
    found = read_document(path)
    assert found.title == "A title"
    assert found.parts == [
        "Words.\n\n1. First.",
        Table("What is left", ["of", "number"], [["A", "0.10"]], frozenset({1})),
        "2. Second.",
    ]


def test_a_table_without_a_caption_is_refused(tmp_path):
    path = tmp_path / "one.md"
    path.write_text(TEXT.replace("**", ""), encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.md has no caption: put a line in bold"):
        read_document(path)
