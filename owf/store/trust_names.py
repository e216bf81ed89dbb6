"""Which Trust a written name or number means, in the ways people write them; never a guess.

What can be meant in one way only is taken. Everything else is refused, with the Trusts that may
have been meant.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

TO_GIVE = "Give its full name or its three-digit DfE number."


@dataclass(frozen=True)
class NamedTrust:
    """``kind`` is the type of authority, as in ``trusts.csv``; years as in the table of Trusts."""

    number: int
    name: str
    kind: str = ""
    start_year: int | None = None
    end_year: int | None = None

    def was_there(self, year: int) -> bool:
        return (self.start_year or year) <= year <= (self.end_year or year)


class NoSuchTrust(LookupError):
    """``advice`` says what to write instead, naming the Trusts ``near`` what was written."""

    def __init__(self, written: str, advice: str, near: Sequence[NamedTrust] = ()) -> None:
        super().__init__(f"There is no Trust “{written}”. {advice}")
        self.written = written
        self.advice = advice
        self.near = near

    @property
    def as_clause(self) -> str:
        begins_with_a_verb = self.advice.startswith(("Did ", "Give "))
        advice = self.advice[:1].lower() + self.advice[1:] if begins_with_a_verb else self.advice
        return f"there is no Trust “{self.written}”: {advice}"


_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4.]")
_JOINING = re.compile("[&+]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SHORT: Mapping[str, str] = {
    "n": "north", "s": "south", "e": "east", "w": "west", "ne": "north east", "nw": "north west",
    "se": "south east", "sw": "south west", "saint": "st", "beds": "bedfordshire",
    "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire",
    "derbys": "derbyshire", "glos": "gloucestershire", "gloucs": "gloucestershire",
    "hants": "hampshire", "herts": "hertfordshire", "lancs": "lancashire",
    "leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire",
    "notts": "nottinghamshire", "oxon": "oxfordshire", "staffs": "staffordshire",
    "warks": "warwickshire", "wilts": "wiltshire", "worcs": "worcestershire",
    "yorks": "yorkshire", "met": "metropolitan", "boro": "borough",
}  # fmt: skip
_LEFT_OUT = frozenset({"and", "of", "on", "the", "upon"})
_ALSO_CALLED: Mapping[str, str] = {
    "hull": "Kingston upon Hull, City of",
    "east riding": "East Riding of Yorkshire",
    "cheshire west": "Cheshire West and Chester",
    "cwac": "Cheshire West and Chester",
    "b and nes": "Bath and North East Somerset",
    "banes": "Bath and North East Somerset",
    "bcp": "Bournemouth, Christchurch and Poole",
    "rbkc": "Kensington and Chelsea",
    "rbwm": "Windsor and Maidenhead",
    "iow": "Isle of Wight",
    "salop": "Shropshire",
    "london city of": "City of London",
}
"""Other names that authorities go by, as ``plain_words`` gives them."""
_KEEPS_ITS_TITLE = "City of London"
_COUNTIES = frozenset(
    {
        "Cornwall", "County Durham", "Dorset", "Isle of Wight", "Northumberland", "Rutland",
        "Somerset",
    }
)  # fmt: skip
"""Counties by name among the unitary authorities, besides those in -shire."""

_TITLES_BEFORE: Mapping[str, str] = {
    "royal borough of": "royal", "rb of": "royal", "rb": "royal", "london borough of": "london",
    "lb of": "london", "lb": "london", "metropolitan borough of": "metropolitan",
    "metropolitan district of": "metropolitan", "borough of": "borough",
    "city and county of": "city", "city of": "city", "county of": "county", "county": "county",
    "council of": "", "the": "",
}  # fmt: skip
_TITLES_AFTER: Mapping[str, str] = {
    "city council": "city", "county council": "county", "london borough council": "london",
    "london borough": "london", "royal borough": "royal",
    "metropolitan borough council": "metropolitan", "metropolitan district council": "metropolitan",
    "metropolitan borough": "metropolitan", "metropolitan district": "metropolitan",
    "borough council": "borough", "district council": "borough", "unitary authority": "unitary",
    "city and county of": "city", "city of": "city", "county of": "county",
    "london borough of": "london", "royal borough of": "royal", "borough of": "borough",
    "city": "city", "county": "county", "borough": "borough", "unitary": "unitary",
    "ua": "unitary", "mbc": "metropolitan", "mdc": "metropolitan", "bc": "borough",
    "cc": "city or county", "lb": "london", "childrens trust": "", "childrens services": "",
    "local authority": "", "council": "", "corporation": "", "authority": "", "la": "", "lea": "",
}  # fmt: skip
"""What stands before or behind a name -> which authorities it fits (``_fits``; empty: all)."""


_LONGEST_BEFORE, _LONGEST_AFTER = (
    sorted(titles.items(), key=lambda one: -len(one[0]))
    for titles in (_TITLES_BEFORE, _TITLES_AFTER)
)


def plain_words(text: str) -> str:
    """Lower case, ``and`` for an ampersand, and single spaces for all other marks."""
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _BETWEEN_WORDS.sub(" ", _JOINING.sub(" and ", plain)).strip()


def _written_out(text: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in plain_words(text).split())


def _key(words: str) -> str:
    return " ".join(word for word in words.split() if word not in _LEFT_OUT)


def _fewer_and_fewer_titles(words: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The words themselves, then without one title more each time, with the titles left out."""
    left_out: frozenset[str] = frozenset()
    while True:
        yield words, left_out
        found = _without_a_title(words)
        if found is None:
            return
        words, kind = found
        left_out |= {kind} if kind else frozenset()


def _without_a_title(words: str) -> tuple[str, str] | None:
    for title, kind in _LONGEST_AFTER:
        if words.endswith(f" {title}"):
            return words.removesuffix(f" {title}"), kind
    for title, kind in _LONGEST_BEFORE:
        if words.startswith(f"{title} "):
            return words.removeprefix(f"{title} "), kind
    return None


def _is_county(trust: NamedTrust) -> bool:
    is_named_so = trust.name in _COUNTIES or "shire" in trust.name
    return trust.kind == "county" or (trust.kind == "unitary" and is_named_so)


def _plain_name(trust: NamedTrust) -> str:
    """The key of its name without any title."""
    return _key([words for words, _ in _fewer_and_fewer_titles(_written_out(trust.name))][-1])


def _fits(trust: NamedTrust, title: str) -> bool:
    """Whether an authority can be called so: there is no Nottingham County Council."""
    if title in {"city", "borough"}:
        return not _is_county(trust)
    if title == "county":
        return _is_county(trust)
    if title == "royal" and trust.name == "Windsor and Maidenhead":
        return True
    return trust.kind in _KINDS_OF_TITLE[title]


_LONDON = ("London borough", "City corporation")
_KINDS_OF_TITLE: Mapping[str, Sequence[str]] = {
    "london": _LONDON,
    "royal": _LONDON,
    "metropolitan": ("metropolitan district",),
    "unitary": ("unitary",),
}


_WITH_NUMBER = (
    re.compile(r"\(?(?P<number>\d{3})(?:\.0+)?\)?(?:[\s:;,/.\u2013\u2014-]+(?P<name>\D.*))?"),
    re.compile(r"(?P<name>.*\D)[\s:;,/\u2013\u2014(-]+(?P<number>\d{3})\)?"),
)
"""Such as ``301``, ``301 - Barking and Dagenham`` and ``Barking and Dagenham (301)``."""


class TrustNames:
    """All Trusts there ever were, and which of them can be meant: those of a year, or any."""

    def __init__(
        self,
        trusts: Iterable[NamedTrust],
        year: int | None = None,
        successions: Iterable[tuple[int, int]] = (),
    ) -> None:
        self._all = {one.number: one for one in trusts}
        self._there = {
            number: one for number, one in self._all.items() if year is None or one.was_there(year)
        }
        self._year = year
        self._successions = list(successions)
        self._plain_names = {number: _plain_name(one) for number, one in self._all.items()}
        self._by_key: dict[str, set[int]] = {}
        for one in self._all.values():
            others = [other for other, name in _ALSO_CALLED.items() if name == one.name]
            keys = {_key(words) for words in (_written_out(one.name), *others)}
            if one.name != _KEEPS_ITS_TITLE:
                keys.add(self._plain_names[one.number])
            for key in keys:
                self._by_key.setdefault(key, set()).add(one.number)

    def number_of(self, written: str) -> int:
        """Raises ``NoSuchTrust`` where it is none of them, or could be several."""
        text = " ".join(written.split())
        for form in _WITH_NUMBER:
            found = form.fullmatch(text)
            if found and found["number"].isascii():
                return self._numbered(text, int(found["number"]), found["name"] or "")
        return self._named(text)

    def is_name(self, written: str) -> bool:
        try:
            self.number_of(written)
        except NoSuchTrust:
            return False
        return True

    def is_called(self, number: int, written: str) -> bool:
        """Whether it is a name of this Trust, or its number."""
        return number in self._numbers_of(written) or written.removesuffix(".0") == str(number)

    def is_nearly_spelt(self, written: str) -> bool:
        """Whether it may be the name of a Trust with a slip of the pen."""
        return bool(self._spelt_alike(_key(_written_out(written))))

    def _spelt_alike(self, key: str) -> Sequence[str]:
        names = [self._plain_names[number] for number in self._there]
        return get_close_matches(key, names, n=3, cutoff=0.8)

    def _numbered(self, text: str, number: int, name: str) -> int:
        trust = self._all.get(number)
        if trust is None:
            raise self._unknown(text, self._near(name) if name else [])
        if name and number not in self._numbers_of(name):
            raise NoSuchTrust(
                text[:60],
                f"{number} is {trust.name}. Give the number alone, or the name alone.",
                [trust],
            )
        if number not in self._there:
            raise self._not_then(text, trust)
        return number

    def _named(self, text: str) -> int:
        found = self._numbers_of(text)
        there = sorted(found & self._there.keys())
        if len(there) == 1:
            return there[0]
        if there:
            raise self._unknown(text, [self._all[one] for one in there])
        if found:
            raise self._not_then(text, self._all[min(found)])
        raise self._unknown(text, self._near(text))

    def _numbers_of(self, name: str) -> set[int]:
        for words, titles in _fewer_and_fewer_titles(_written_out(name)):
            found = self._by_key.get(_key(words), set())
            fitting = {one for one in found if all(self._takes(one, title) for title in titles)}
            if fitting:
                return fitting
        return set()

    def _takes(self, number: int, title: str) -> bool:
        if title == "city or county":
            # Derby CC may be Derbyshire County Council.
            return f"{self._plain_names[number]}shire" not in self._by_key
        return _fits(self._all[number], title)

    def _near(self, text: str) -> Sequence[NamedTrust]:
        """Those there then with the same words, the same beginning or a similar spelling."""
        wanted = [_key(words) for words, _ in _fewer_and_fewer_titles(_written_out(text))]
        base = wanted[-1]
        if not base:
            return []
        names = {number: self._plain_names[number] for number in self._there}
        with_words = [
            name
            for name in names.values()
            if set(base.split()) <= set(name.split())
            or set(name.split()) <= set(base.split())
            or (len(base) > 3 and name.startswith(base))
        ]
        wanted_names = list(
            dict.fromkeys([*self._spelt_alike(base), *sorted(with_words, key=len)])
        )[:4]
        return [
            self._there[number] for one in wanted_names for number in names if names[number] == one
        ]

    def _not_then(self, text: str, trust: NamedTrust) -> NoSuchTrust:
        assert self._year is not None  # noqa: S101  all are there where no year is asked for
        has_ended = trust.end_year is not None and trust.end_year < self._year
        others = [
            self._there[new if has_ended else old]
            for old, new in self._successions
            if trust.number == (old if has_ended else new)
            and (new if has_ended else old) in self._there
        ]
        when = (
            f"{trust.name} was there until {trust.end_year}."
            if has_ended
            else f"{trust.name} is there from {trust.start_year}."
        )
        return self._unknown(text, others, when)

    @staticmethod
    def _unknown(text: str, near: Sequence[NamedTrust], before: str = "") -> NoSuchTrust:
        names = [f"{one.name} ({one.number})" for one in near]
        listed = " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
        asked = f"Did you mean {listed}?" if names else ""
        return NoSuchTrust(text[:60], " ".join(filter(None, (before, asked, TO_GIVE))), near)
