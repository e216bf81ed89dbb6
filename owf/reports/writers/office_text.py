"""Text as the files of office programs can hold it."""

import re

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_PROPERTY = 255


def held(text: str) -> str:
    """Every letter that XML can hold, with line ends of one kind; a sign for any other."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", re.sub("\r\n?", "\n", text))


def shortened(text: str, longest: int) -> str:
    """On one line; what is cut must stand elsewhere."""
    line = " ".join(held(text).split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def property_of(text: str) -> str:
    """A document's property, which may have 255 letters."""
    return shortened(text, _LONGEST_PROPERTY)
