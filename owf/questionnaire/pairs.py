"""A question in an earlier pack and one in a later pack, held against each other."""

from dataclasses import dataclass
from functools import cached_property

from owf.questionnaire.items import Item
from owf.questionnaire.lineage import ChangeKind
from owf.questionnaire.models import Pack
from owf.questionnaire.scales import Scale


@dataclass(frozen=True)
class Pair:
    """A question before and after, each with the pack it is of."""

    earlier: Pack
    later: Pack
    old: Item
    new: Item

    @property
    def old_scale(self) -> Scale:
        """What the earlier question was rated on."""
        return _scale(self.earlier, self.old)

    @property
    def new_scale(self) -> Scale:
        """What the later question is rated on."""
        return _scale(self.later, self.new)

    @property
    def has_same_words(self) -> bool:
        """Whether statement, hint and guidance are what they were."""
        return (self.old.text, self.old.hint, self.old.guidance) == (
            self.new.text,
            self.new.hint,
            self.new.guidance,
        )

    @cached_property
    def touched(self) -> tuple[str, ...]:
        """What changed of all that makes answers comparable, in words; nothing in the same."""
        is_same = {
            "the text": self.old.text == self.new.text,
            "the theme": self.earlier.theme_of(self.old.id).id
            == self.later.theme_of(self.new.id).id,
            "the aspect": self.old.aspect == self.new.aspect,
            "the audience": self.old.audience == self.new.audience,
            "the scale": _seen(self.old_scale) == _seen(self.new_scale),
        }
        return tuple(what for what, same in is_same.items() if not same)

    @property
    def is_moved(self) -> bool:
        """Whether the question stands elsewhere or is for others than before."""
        return not {"the theme", "the aspect", "the audience"}.isdisjoint(self.touched)

    @property
    def is_rescaled(self) -> bool:
        """Whether the question is rated in other words or numbers than before."""
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
    """An item's scale; the first one where its name is wrong, which the loader tells."""
    named = [one for one in (pack.scale, *pack.more_scales) if one.id == item.scale]
    return named[0] if named else pack.scale


def _seen(scale: Scale) -> tuple[object, ...]:
    """What whoever answers sees of a scale."""
    return scale.id, tuple((level.value, level.label) for level in scale.levels)
