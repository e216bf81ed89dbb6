"""A question that is not asked as things stand, and what would make it so."""

from __future__ import annotations

from markupsafe import Markup

from owf.questionnaire import Item, NonScore, Pack
from owf.web.components.scale import choice_words


def not_asked(pack: Pack, item: Item) -> Markup:
    """One line in place of the question."""
    return Markup('<p class="owf-hint"><strong>{}</strong> is asked only where {}: {}</p>').format(
        item.code, condition_in_words(pack, item), item.text
    )


def condition_in_words(pack: Pack, item: Item) -> str:
    """When an item is asked: ``MA 9 is answered 3 Some progress or 4 Good progress``."""
    condition = item.applies_when
    if condition is None:
        return "it is always asked"
    other = pack.item(condition.item)
    words = [
        choice_words(pack, one.value if isinstance(one, NonScore) else str(one), other)
        for one in condition.answers
    ]
    return f"{other.code} is answered {' or '.join(words)}"
