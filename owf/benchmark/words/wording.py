"""How names, numbers and lists are written in a sentence (METHOD 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from owf.benchmark.rules import Limits
from owf.benchmark.scores.groups import Group, GroupKind

_SMALL_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip

MOST_NAMES = 5
"""So many Trusts or themes are named one by one in a sentence; more are counted."""


@dataclass(frozen=True)
class Words:
    """The pack's own words for its themes and aspects, by id.

    Short titles are as the grid needs them, such as "CAF"; phrases follow "behind on", such as
    "evidence of its benefits". Where one is missing the title stands.
    """

    theme_titles: Mapping[str, str]
    aspect_titles: Mapping[str, str]
    theme_short_titles: Mapping[str, str] = field(default_factory=dict)
    aspect_phrases: Mapping[str, str] = field(default_factory=dict)

    def theme_title(self, theme: str) -> str:
        return _title_of(theme, self.theme_titles, "theme")

    def theme_short(self, theme: str) -> str:
        return self.theme_short_titles.get(theme) or self.theme_title(theme)

    def theme_phrase(self, theme: str) -> str:
        """As within a sentence: "lead professional", "CAF"."""
        return within_sentence(self.theme_short(theme))

    def aspect_title(self, aspect: str) -> str:
        return _title_of(aspect, self.aspect_titles, "aspect")

    def aspect_phrase(self, aspect: str) -> str:
        """As within a sentence: "evidence of its benefits"."""
        return within_sentence(self.aspect_phrases.get(aspect) or self.aspect_title(aspect))


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A group of items with its names.

    `title` is its heading, `phrase` what follows "on" in a sentence, `within` the theme's phrase
    for a cell, or for an aspect that only one theme has.
    """

    kind: GroupKind
    theme: str | None
    aspect: str | None
    n_items: int
    title: str
    phrase: str | None = None
    within: str | None = None

    @property
    def questions(self) -> str:
        """How few questions a cell rests on; the larger groups need no such warning."""
        return counted(self.n_items, "question") if self.kind is GroupKind.CELL else ""


def subject_of(group: Group, words: Words, items: Mapping[Group, Sequence[str]]) -> Subject:
    if group not in items:
        raise ValueError(f"{group.key} is not in the pack: give the groups of the pack's items.")
    phrase = within = None
    match group.theme, group.aspect, group.item:
        case None, None, None:
            title = "Overall"
        case str(theme), None, None:
            title, phrase = words.theme_title(theme), words.theme_phrase(theme)
        case None, str(aspect), None:
            themes = [other.theme for other in items if other.theme and other.aspect == aspect]
            # An aspect that one theme alone has is not "across themes".
            within = words.theme_phrase(themes[0]) if len(themes) == 1 else None
            title = words.aspect_title(aspect)
            # "Evidence of its benefits" needs a theme for "its" to point at.
            phrase = words.aspect_phrase(aspect) if within else within_sentence(title)
        case str(theme), str(aspect), None:
            title = f"{words.theme_short(theme)}: {within_sentence(words.aspect_title(aspect))}"
            phrase, within = words.aspect_phrase(aspect), words.theme_phrase(theme)
        case _:
            raise ValueError(f"{group.key} is a single item and carries no word: leave it out.")
    return Subject(
        kind=group.kind,
        theme=group.theme,
        aspect=group.aspect,
        n_items=len(items[group]),
        title=title,
        phrase=phrase,
        within=within,
    )


def within_sentence(text: str) -> str:
    """Lower the first letter of a heading, but leave names and abbreviations as they are."""
    return text[:1].lower() + text[1:] if text[1:] == text[1:].lower() else text


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """As in "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(number: int, noun: str) -> str:
    """As in "one question", "two questions", "15 ..."."""
    word = _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else str(number)
    return f"{word} {noun}" if number == 1 else f"{word} {noun}s"


def named_or_counted(names: Sequence[str], of_all: int, one: str, many: str) -> str:
    """By name, or by number where they are many; `one` is as "is ahead", `many` as "are ahead"."""
    if len(names) <= MOST_NAMES:
        return f"{listed(names)} {one if len(names) == 1 else many}"
    if len(names) == of_all:
        return f"all {counted(of_all, 'named Trust')} {many}"
    return f"{len(names)} of {of_all} named Trusts {many}"


def possessive(name: str) -> str:
    """As in "Cambridgeshire's", "St Helens'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def number(value: float, places: int) -> str:
    """With a true minus sign and no "minus nothing"."""
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def signed(value: float, places: int = 2) -> str:
    """As in "+0.40", "−0.90", and "0.00" without a sign."""
    text = number(value, places)
    return text if text.startswith("−") or float(text) == 0 else f"+{text}"


def limits_text(limits: Limits, places: int = 2) -> str:
    """As in "−1.10 to −0.70"."""
    return f"{signed(limits[0], places)} to {signed(limits[1], places)}"


def levels_text(levels: float) -> str:
    """As in "half a level", "0.3 of a level"."""
    return "half a level" if levels == 0.5 else f"{levels:g} of a level"


def _title_of(identity: str, titles: Mapping[str, str], what: str) -> str:
    title = titles.get(identity)
    if not title:
        raise ValueError(f"The pack has no title for the {what} {identity!r}: add one.")
    return title
