"""What an action can start from: the questionnaire's own words, or ours by aspect."""

from collections.abc import Iterable, Mapping
from functools import cache

from ruamel.yaml import YAML

from owf.questionnaire import Item, Pack
from owf.settings import DATA

FILE = DATA / "starter_actions.yaml"
FOR_ANY = "any"
"""Its entry for aspects that it does not know."""


def starter_actions(pack: Pack, items: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """By question, in the order given; none is without. KeyError for one that is not the pack's."""
    return {item: _actions_of(pack.item(item)) for item in items}


def _actions_of(item: Item) -> tuple[str, ...]:
    by_aspect = actions_by_aspect()
    return item.actions or by_aspect.get(item.aspect) or by_aspect[FOR_ANY]


@cache
def actions_by_aspect() -> Mapping[str, tuple[str, ...]]:
    read = YAML(typ="safe", pure=True).load(FILE.read_text(encoding="utf-8"))
    return {aspect: tuple(texts) for aspect, texts in read.items()}
