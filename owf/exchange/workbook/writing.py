"""Writing the workbook: a first sheet that explains, a sheet a theme, and a hidden one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from owf import clock
from owf.assessment.asked_items import asks_for_evidence, choices_of, items_asked, words_of
from owf.assessment.returns.answering import ReturnView
from owf.assessment.returns.previous_year import LastYear
from owf.exchange.workbook.identity import Identity, Owner, identity_of, owner_of
from owf.exchange.workbook.layout import (
    FORMAT,
    HOW_TO,
    ID_FACTS,
    ID_HEAD,
    ID_HEAD_ROW,
    IDENTITY,
    LISTS_COLUMN,
    letter,
    sheet_names,
)
from owf.exchange.workbook.styles import (
    LINE_HEIGHT,
    add_styles,
    lines_of,
    set_height,
    set_width,
    write_text,
)
from owf.exchange.workbook.theme_sheet import Sheet, hidden_columns, write_theme
from owf.questionnaire import Item, Pack, Scale, Theme
from owf.settings import get_settings
from owf.store.answers import StoredAnswer

_WIDTH = 96


@dataclass(frozen=True)
class _Contents:
    """All that goes into a workbook; in a blank form there is no ``owner`` and no last day."""

    pack: Pack
    items: tuple[Item, ...]
    owner: Owner | None = None
    closes: date | None = None
    at: datetime | None = None
    address: str = ""
    answers: Mapping[str, StoredAnswer] = field(default_factory=dict)
    last_year: Mapping[str, LastYear] = field(default_factory=dict)

    @property
    def by_sheet(self) -> Mapping[str, tuple[Theme, list[Item]]]:
        names = sheet_names(self.pack)
        asked = {item.id for item in self.items}
        found = {
            names[theme.id]: (theme, [item for item in theme.items if item.id in asked])
            for theme in self.pack.themes
        }
        return {name: (theme, items) for name, (theme, items) in found.items() if items}


def title_of(pack: Pack, owner: Owner | None) -> str:
    if owner is None:
        return f"{pack.title}: a blank form"
    return f"Self-assessment {owner.year}: {owner.partner_name}, {owner.trust_name}"


def _write_how_to(page: Worksheet, about: _Contents) -> None:
    set_width(page, "A", _WIDTH)
    page.sheet_view.showGridLines = False
    lines = _how_to_lines(about)
    for row, (look, text) in enumerate(lines):
        set_height(page, row, 30 if look == "Title" else LINE_HEIGHT * lines_of(text, _WIDTH) + 6)
        write_text(page, row, 0, text, look)
    page.print_area = f"A1:A{len(lines)}"


def _how_to_lines(about: _Contents) -> Sequence[tuple[str, str]]:
    found = [("Title", title_of(about.pack, about.owner)), ("Heading", "What this is")]
    found += [("Words", text) for text in _what_this_is(about)]
    found.append(("Heading", "How to fill it in"))
    found += [
        ("Words", f"{number}. {text}")
        for number, text in enumerate(_steps_to_fill_in(about), start=1)
    ]
    found.append(("Heading", "How to upload it"))
    found += [("Words", text) for text in _how_to_upload(about)]
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


def _what_this_is(about: _Contents) -> Sequence[str]:
    names = about.by_sheet
    sheets = f"{len(about.items)} questions on {len(names)} sheets: {', '.join(names)}"
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


def _steps_to_fill_in(about: _Contents) -> Sequence[str]:
    found = [
        "Go through the sheets one by one. The top of each sheet describes the levels.",
        "For each question, choose “Your answer” from the list in the yellow cell. Answer for "
        "your whole organisation.",
        "Write a comment where a colleague or the steering group needs to know why.",
    ]
    if any(asks_for_evidence(item) for item in about.items):
        found.append(
            "Where the evidence cells are yellow, say what the evidence is, where it is kept and "
            "how long it is valid. Where they are grey, you do not need to give evidence."
        )
    if about.last_year:
        found.append(
            "Your answer from last year is on the right, for comparison only. It is not counted, "
            "so choose an answer for this year."
        )
    found.append(
        "You can only change the yellow cells. To paste, use Paste Special, Values. You can add "
        "sheets of your own after these."
    )
    return found


def _how_to_upload(about: _Contents) -> Sequence[str]:
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


def workbook_of(view: ReturnView) -> bytes:
    return _write(
        _Contents(
            view.pack,
            items_asked(view.pack, sector=view.partner.sector_id),
            owner_of(view),
            view.closes,
            clock.now(),
            get_settings().base_url,
            view.answers,
            view.last_year,
        )
    )


def blank_workbook(pack: Pack) -> bytes:
    """A questionnaire as a workbook without an owner, with all that any partner is asked."""
    return _write(_Contents(pack, items_asked(pack)))


def _write(contents: _Contents) -> bytes:
    pack, title = contents.pack, title_of(contents.pack, contents.owner)
    book = Workbook()
    add_styles(book)
    about_it = book.properties
    about_it.title, about_it.subject, about_it.creator = title, pack.title, "One Workforce"
    about_it.language = "en-GB"
    if contents.at:
        about_it.created = contents.at.replace(tzinfo=None)
    page = book.worksheets[0]
    page.title = HOW_TO
    _write_how_to(page, contents)
    _set_up(page, title, is_wide=False)
    hidden, lists = hidden_columns(contents.items, contents.last_year), _list_ranges(pack)
    for name, (theme, items) in contents.by_sheet.items():
        page = book.create_sheet(name)
        write_theme(
            page,
            Sheet(pack, theme, items, contents.answers, contents.last_year, lists, hidden),
        )
        _set_up(page, title, is_wide=True)
    identity = identity_of(pack, contents.items, contents.answers, contents.owner, contents.at)
    _write_identity(book.create_sheet(IDENTITY), pack, identity)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _set_up(page: Worksheet, title: str, *, is_wide: bool) -> None:
    _protect(page)
    # Cells can be made larger to read.
    page.protection.formatColumns = page.protection.formatRows = False
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if is_wide else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    footer = page.oddFooter
    assert footer is not None  # noqa: S101
    # Excel reads & as the beginning of a code.
    footer.left.text, footer.center.text = title.replace("&", "&&")[:150], "&A"
    footer.right.text = "Page &P of &N"


def _protect(page: Worksheet) -> None:
    for name in ("sheet", "objects", "scenarios"):
        setattr(page.protection, name, True)


def _list_ranges(pack: Pack) -> Mapping[str, str]:
    """Scale id -> the cells of the hidden sheet that hold its answers."""
    found = {}
    for number, scale in enumerate((pack.scale, *pack.more_scales)):
        column = letter(LISTS_COLUMN + number)
        found[scale.id] = f"'{IDENTITY}'!${column}$2:${column}${1 + len(choices_of(scale))}"
    return found


def _write_identity(page: Worksheet, pack: Pack, identity: Identity) -> None:
    owner = identity.owner
    values = (
        FORMAT,
        str(owner.trust) if owner else "",
        owner.trust_name if owner else "",
        str(owner.partner_id) if owner else "",
        owner.partner_name if owner else "",
        str(owner.year) if owner else "",
        identity.pack,
        identity.digest,
        identity.went_out_at.isoformat() if identity.went_out_at else "",
    )
    rows: list[tuple[str, ...]] = [*zip(ID_FACTS, values, strict=True), (), ID_HEAD]
    rows += [(item_id, str(one.version), *one.marks) for item_id, one in identity.items.items()]
    assert rows[ID_HEAD_ROW] == ID_HEAD  # noqa: S101  the reader looks for it there
    for row, cells in enumerate(rows):
        for place, text in enumerate(cells):
            write_text(page, row, place, text, "Hidden")
    for number, scale in enumerate((pack.scale, *pack.more_scales)):
        for row, text in enumerate(_list_words(scale)):
            write_text(page, row, LISTS_COLUMN + number, text, "Hidden")
    _protect(page)
    page.sheet_state = "veryHidden"


def _list_words(scale: Scale) -> Sequence[str]:
    return [scale.id, *(words_of(scale, choice) for choice in choices_of(scale))]
