"""A question in an earlier pack compared with one in a later pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from owf.comparability import Comparability
from owf.questionnaire.items import Item
from owf.questionnaire.lineage import Change, ChangeKind, Link
from owf.questionnaire.models import Pack
from owf.questionnaire.scales import Scale


@dataclass(frozen=True)
class Pair:
    earlier: Pack
    later: Pack
    old: Item
    new: Item

    @property
    def old_scale(self) -> Scale:
        return _scale(self.earlier, self.old)

    @property
    def new_scale(self) -> Scale:
        return _scale(self.later, self.new)

    @property
    def has_same_words(self) -> bool:
        """Statement, hint and guidance."""
        return (self.old.text, self.old.hint, self.old.guidance) == (
            self.new.text,
            self.new.hint,
            self.new.guidance,
        )

    @cached_property
    def touched(self) -> tuple[str, ...]:
        is_same = {
            "the text": self.old.text == self.new.text,
            "the theme": self.earlier.theme_of(self.old.id).id
            == self.later.theme_of(self.new.id).id,
            "the aspect": self.old.aspect == self.new.aspect,
            "the audience": self.old.audience == self.new.audience,
            "the scale": _shown(self.old_scale) == _shown(self.new_scale),
        }
        return tuple(what for what, same in is_same.items() if not same)

    @property
    def is_moved(self) -> bool:
        """To another theme, aspect or audience."""
        return not {"the theme", "the aspect", "the audience"}.isdisjoint(self.touched)

    @property
    def is_rescaled(self) -> bool:
        """In other words or numbers."""
        return "the scale" in self.touched

    @property
    def seen(self) -> tuple[ChangeKind, ...]:
        """What a reader of both would say happened, whatever `changes.yaml` says."""
        found = {
            ChangeKind.REWORDED: "the text" in self.touched,
            ChangeKind.RESCALED: self.is_rescaled,
            ChangeKind.MOVED: self.is_moved,
        }
        return tuple(kind for kind, is_so in found.items() if is_so) or (ChangeKind.SAME,)


def _scale(pack: Pack, item: Item) -> Scale:
    """The first one where its name is wrong, which the loader reports."""
    named = [one for one in (pack.scale, *pack.more_scales) if one.id == item.scale]
    return named[0] if named else pack.scale


def _shown(scale: Scale) -> tuple[object, ...]:
    """What a respondent sees."""
    return scale.id, tuple((level.value, level.label) for level in scale.levels)


class Mark(StrEnum):
    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"


@dataclass(frozen=True)
class Origin:
    """`NEW` also where an earlier question cannot be compared (METHOD 4).

    `before` are the ids that may be shown beside it; `change` is None where both years have one
    pack, or it is added.
    """

    mark: Mark
    before: tuple[str, ...] = ()
    change: Change | None = None

    @property
    def reason(self) -> str:
        """Empty where it was not changed."""
        return (self.change.reason or "") if self.change else ""

    @property
    def convert(self) -> Mapping[int, int]:
        """Earlier level -> level here."""
        return (self.change.convert or {}) if self.change else {}


def origin_of(pack: Pack, item_id: str, earlier: Pack) -> Origin:
    """All that is not comparable is new: a suggestion from it would answer another question."""
    # Called for every question: a digest takes as long as reading all their answers.
    if earlier is pack or (earlier.name == pack.name and earlier.digest() == pack.digest()):
        return Origin(Mark.SAME, (item_id,))
    if pack.lineage is None or pack.lineage.since != earlier.name:
        return Origin(Mark.NEW)
    links = pack.lineage.origins_of(item_id)
    if not links:
        return Origin(Mark.NEW)
    change = links[0].change
    if change.is_comparable is Comparability.NO:
        return Origin(Mark.NEW, change=change)
    return Origin(_mark(links), tuple(link.old for link in links), change)


def _mark(links: tuple[Link, ...]) -> Mark:
    is_untouched = all(link.change.kind in (ChangeKind.SAME, ChangeKind.MOVED) for link in links)
    return Mark.SAME if is_untouched else Mark.REWORDED
