"""Pieces of evidence as people read them: what each is, how long it is good, and its link."""

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from owf import clock
from owf.assessment.evidence.file_types import kind_of
from owf.store.evidence import EvidenceFacts
from owf.web.markup import html

SOON = timedelta(days=60)
"""How long before its last day a piece is said to run out soon: time to ask for a new one."""


def thing_link(thing: EvidenceFacts) -> Markup:
    """A page elsewhere opens in a new tab; a file is downloaded."""
    if thing.url is not None:
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            thing.url, thing.title
        )
    return Markup('<a href="/files/{}" target="_self">{}</a>').format(thing.id, thing.title)


def good_until(thing: EvidenceFacts) -> str:
    if thing.expires is None:
        return ""
    last, today = clock.day_in_words(thing.expires), clock.today()
    if thing.is_over(today):
        return f"expired: it was valid until {last}"
    if thing.expires == today:
        return "expires today"
    if thing.expires - today <= SOON:
        days = (thing.expires - today).days
        return f"expires soon: valid until {last}, {days} day{'' if days == 1 else 's'} from now"
    return f"valid until {last}"


def thing_line(thing: EvidenceFacts) -> Markup:
    return Markup("{} {}").format(thing_link(thing), about(thing))


def about(thing: EvidenceFacts) -> Markup:
    parts = [Markup("{}").format(kind_of(thing))]
    if thing.dated is not None:
        parts.append(Markup("dated {}").format(clock.day_in_words(thing.dated)))
    until = good_until(thing)
    if until:
        css = "owf-expiry" if until.startswith("expire") else ""
        parts.append(Markup('<span class="{}">{}</span>').format(css, until))
    return Markup('<span class="owf-about">{}</span>').format(Markup(" · ").join(parts))


def thing_list(things: Sequence[EvidenceFacts], before: str = "") -> Markup:
    if not things:
        return html.NOTHING
    return Markup('<ul class="owf-things">{}</ul>').format(
        html.join(Markup("<li>{}{}</li>").format(before, thing_line(thing)) for thing in things)
    )


def labels_of(things: Sequence[EvidenceFacts]) -> dict[str, str]:
    """A label for each piece in a list to choose from, no two alike; by id."""
    found: dict[str, str] = {}
    for thing in things:
        over = " (expired)" if thing.is_over(clock.today()) else ""
        label = f"{thing.title}{over}"
        number = 2
        while label in found.values():
            label, number = f"{thing.title}{over} ({number})", number + 1
        found[thing.id] = label
    return found
