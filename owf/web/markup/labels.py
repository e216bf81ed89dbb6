"""Labels of widgets, in which Streamlit reads Markdown, colours, icons, emoji and links."""

import re

_MARKS = re.compile(
    r"[\\`*_{}\[\]<>~$|#]"
    r"|:(?=\S)|(?<=material)/|&(?=#?\w+;)"
    # At the beginning of a line: a list, a heading underlined.
    r"|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]|(?<=^\d{4})[.)]",
    re.IGNORECASE,
)
"""Behind a backslash they are no markup."""
_READ_LATER = re.compile(
    r"(?<=[-<>=~])(?=[->=])|(?<=:)(?=//|[\w+-]+:)|(?<=\bwww)(?=\.)|(?=@)", re.IGNORECASE
)
"""Where arrows, dashes, emoji and addresses are made of words that have no backslashes any more."""
_WORD_JOINER = "\u2060"
"""Takes no room, and is not read out."""


def as_label(text: str) -> str:
    """A text in a label, shown as it is; several spaces become one."""
    line = " ".join(text.split())
    return _MARKS.sub(r"\\\g<0>", _READ_LATER.sub(_WORD_JOINER, line))
