"""The first sheet: what this is, how to fill it in, and how it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from owf import clock
from owf.assessment.asking import words_of
from owf.exchange.workbook.identity import Owner
from owf.exchange.workbook.looks import LINE_HEIGHT, lines_of
from owf.questionnaire import Pack

_WIDTH = 96


@dataclass(frozen=True)
class About:
    """What the first sheet tells: the questionnaire, whose it is, until when, and what is asked.

    ``owner`` and ``closes`` are ``None`` in a blank form.
    """

    pack: Pack
    owner: Owner | None
    closes: date | None
    address: str
    sheets: Sequence[str]
    questions: int
    has_evidence: bool
    has_last_year: bool


def title_of(pack: Pack, owner: Owner | None) -> str:
    """The workbook's title, also in its properties."""
    if owner is None:
        return f"{pack.title}: a blank form"
    return f"Self-assessment {owner.year}: {owner.partner_name}, {owner.trust_name}"


def write_how_to(page: Worksheet, looks: Mapping[str, Format], about: About) -> None:
    """Write the first sheet, one sentence or step a row."""
    page.set_column(0, 0, _WIDTH)
    page.hide_gridlines(2)
    row = 0
    for look, text in _lines(about):
        page.set_row(row, 30 if look == "Title" else LINE_HEIGHT * lines_of(text, _WIDTH) + 6)
        page.write_string(row, 0, text, looks[look])
        row += 1
    page.print_area(0, 0, row - 1, 0)


def _lines(about: About) -> Sequence[tuple[str, str]]:
    found = [("Title", title_of(about.pack, about.owner)), ("Heading", "What this is")]
    found += [("Words", text) for text in _what_this_is(about)]
    found.append(("Heading", "How to fill it in"))
    found += [("Words", f"{number}. {text}") for number, text in enumerate(_steps(about), start=1)]
    found.append(("Heading", "How to upload it"))
    found += [("Words", text) for text in _coming_back(about)]
    found.append(("Heading", "The levels"))
    for scale in (about.pack.scale, *about.pack.more_scales):
        for level in scale.levels:
            is_said = level.short.casefold() == level.label.casefold()
            words = words_of(scale, level.value) + ("" if is_said else f": {level.label}")
            found.append(("Strong words", words))
        found += [("Strong words", one.label) for one in scale.non_scores]
    found.append(
        ("Words", (
            "“Don't know” and “not applicable” are also answers. They are counted, but never "
            "lower a score."
        ))
    )  # fmt: skip
    return found


def _what_this_is(about: About) -> Sequence[str]:
    sheets = f"{about.questions} questions on {len(about.sheets)} sheets: {', '.join(about.sheets)}"
    if about.owner is None:
        return (
            f"{about.pack.title} ({about.pack.name}), {sheets}.",
            "This is a blank form to look at and try out. It does not belong to a partner, so it "
            "cannot be uploaded. Each partner downloads its own from the Assessment page.",
        )
    until = "" if about.closes is None else f" Please answer by {clock.day_in_words(about.closes)}."
    return (
        f"The yearly self-assessment of {about.owner.partner_name} in {about.owner.trust_name} for "
        f"{about.owner.year}, with {sheets}.{until}",
        "Use it to answer offline with your colleagues. It already holds the answers given on "
        "the page.",
    )


def _steps(about: About) -> Sequence[str]:
    found = [
        "Go through the sheets one by one. The top of each sheet describes the levels.",
        "For each question, choose “Your answer” from the list in the yellow cell. Answer for "
        "your whole organisation.",
        "Write a comment where a colleague or the steering group needs to know why.",
    ]
    if about.has_evidence:
        found.append(
            "Where the evidence cells are yellow, say what the evidence is, where it is kept and "
            "how long it is valid. Where they are grey, you do not need to give evidence."
        )
    if about.has_last_year:
        found.append(
            "Your answer from last year is on the right, for comparison only. It is not counted, "
            "so choose an answer for this year."
        )
    found.append(
        "You can only change the yellow cells. To paste, use Paste Special, Values. You can add "
        "sheets of your own after these."
    )
    return found


def _coming_back(about: About) -> Sequence[str]:
    if about.owner is None:
        return ("A blank form cannot be uploaded. Download your own from the Assessment page.",)
    return (
        f"Save it as an Excel workbook (.xlsx). Then open the Assessment page on {about.address} "
        "and choose “Upload a spreadsheet”, or send the file to the colleague who will upload it.",
        "Before anything is saved, you see what is new and what has changed. Where a colleague "
        "has changed an answer on the page in the meantime, you choose which to keep.",
        "An empty cell does not delete anything that is already saved. To remove an answer or a "
        "comment, change it on the page.",
        "You can upload it as often as you like until your self-assessment is submitted on the "
        "page.",
    )
