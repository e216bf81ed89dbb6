"""What an author would thank one for, though the pack can be used as it is: warnings."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from owf.questionnaire.items import Audience, Item
from owf.questionnaire.models import Pack
from owf.questionnaire.problems import PackProblem
from owf.questionnaire.yaml_source import Place, Source

STATEMENT_WORDS = 32
"""More words than this in a statement are hard to take in at one reading."""

_ENDS = (".", "?", "!", ".)", "?)", ".'", '."', "…")


def warnings_of(pack: Pack, sources: Mapping[str, Source]) -> Iterator[PackProblem]:
    """Warnings for a pack that can be read.

    Args:
        pack: the pack.
        sources: its files as written, by their name in its folder, such as `themes/caf.yaml`.
    """
    yield from _unused(pack, sources)
    for theme in pack.themes:
        source = sources[f"themes/{theme.id}.yaml"]
        for index, item in enumerate(theme.items):
            yield from _wording(source, ("items", index), item)


def newer_than_nothing(folder: Path, pack: Pack, head: Source) -> Iterator[PackProblem]:
    """A warning where an earlier version lies beside a pack that does not say what changed."""
    earlier = sorted(
        path.parent.name
        for path in folder.absolute().parent.glob("*/pack.yaml")
        if path.parent.name < folder.absolute().name
    )
    if pack.lineage is None and earlier:
        yield head.problem(
            ("version",),
            f"{pack.id}@{earlier[-1]} came before, but there is no changes.yaml",
            "write one, or no question can be compared with earlier years",
        )


def _unused(pack: Pack, sources: Mapping[str, Source]) -> Iterator[PackProblem]:
    head, scales = sources["pack.yaml"], sources["scales.yaml"]
    aspects = {item.aspect for item in pack.items}
    for index, aspect in enumerate(pack.aspects):
        if aspect.id not in aspects:
            yield head.problem(
                ("aspects", index),
                f"the aspect `{aspect.id}` has no question",
                "take it off the list or give it to a question",
            )
    for index, sector in enumerate(pack.sectors):
        if not any(item.is_for_sector(sector.id) for item in pack.items):
            yield head.problem(
                ("sectors", index),
                f"the sector `{sector.id}` has no question",
                "take it off the list or add it to the `sectors` of a question",
            )
    rated_on = {pack.scale_of(item).id for item in pack.items}
    for index, scale in enumerate((pack.scale, *pack.more_scales)):
        if scale.id not in rated_on:
            yield scales.problem(
                ("scales", index),
                f"the scale `{scale.id}` is not used by any question",
                "remove it or name it as the `scale` of a question",
            )
    for index, audience in enumerate(pack.audiences):
        if not pack.items_for(audience):
            yield head.problem(
                ("audiences", index), f"{audience} have no question", "take them off the list"
            )
    if Audience.PRACTITIONERS not in pack.audiences and pack.items_for(Audience.PRACTITIONERS):
        yield head.problem(
            ("audiences",),
            "questions are for all, but practitioners are not an audience of this pack",
            "add `practitioners`, or ask those questions of leaders",
        )


def _wording(source: Source, item_place: Place, item: Item) -> Iterator[PackProblem]:
    words = len(item.text.split())
    if words > STATEMENT_WORDS:
        yield source.problem(
            (*item_place, "text"),
            f"the statement of {item.permanent_code} has {words} words",
            f"say it in at most {STATEMENT_WORDS}",
        )
    for key, text in (("text", item.text), ("hint", item.hint)):
        if not text.endswith(_ENDS):
            yield source.problem(
                (*item_place, key),
                f"the {key} of {item.permanent_code} does not end with a full stop",
                "end the sentence",
            )
