"""The scale in words: for buttons, for tables, and what its levels look like in a theme."""

from markupsafe import Markup

from owf.assessment.asked_items import Choice, words_of
from owf.assessment.errors import OutsideScale
from owf.benchmark.words.wording import capitalised, listed
from owf.questionnaire import Item, NonScore, Pack, Theme
from owf.web.markup import html


def choice_words(pack: Pack, option: str | None, item: Item | None = None) -> str:
    """``3 Some progress``, ``Don't know``, ``Not answered``; on the item's own scale if any."""
    if option is None:
        return "Not answered"
    scale = pack.scale if item is None else pack.scale_of(item)
    return words_of(scale, int(option) if option.isdigit() else NonScore(option))


def scale_panel(pack: Pack, theme: Theme) -> Markup:
    described = pack.scale.descriptors[theme.id]
    return Markup('<section class="owf-scale" aria-label="The scale"><ol>{}</ol></section>').format(
        html.join(
            Markup('<li><strong><span class="owf-level">{}</span> {}</strong>{}</li>').format(
                level.value,
                capitalised(level.label),
                html.given("<p>{}</p>", described.get(level.value)),
            )
            for level in pack.scale.levels
        )
    )


def descriptors(pack: Pack, theme: Theme, item: Item | None = None) -> Markup:
    scale = pack.scale if item is None else pack.scale_of(item)
    described = scale.descriptors.get(theme.id, {})
    if not described:
        return html.NOTHING
    return Markup(
        '<details class="owf-what"><summary>What {} look like</summary><dl>{}</dl></details>'
    ).format(
        listed([str(level) for level in sorted(described)]),
        html.join(
            Markup("<dt>{}</dt><dd>{}</dd>").format(level, described[level])
            for level in sorted(described)
        ),
    )


def as_option(choice: Choice | None) -> str | None:
    """A choice as the widget's option: plain text, so that it survives a reload of code."""
    if choice is None:
        return None
    return choice.value if isinstance(choice, NonScore) else str(choice)


def from_option(option: str) -> Choice:
    """Raises: OutsideScale: no such option; a browser open over a change of words may send one."""
    if option.isascii() and option.isdigit():
        return int(option)
    if option in set(NonScore):
        return NonScore(option)
    raise OutsideScale("This answer is not one of those offered. Reload the page, then choose.")


def options_of(pack: Pack) -> list[str]:
    levels = [str(value) for value in pack.scale.values]
    return levels + [option.value.value for option in pack.scale.non_scores]
