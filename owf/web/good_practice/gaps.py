"""The gaps of a region's Trusts on which nobody offers an example yet."""

from markupsafe import Markup

from owf.assessment.results.steps import region_in_a_sentence
from owf.improvement.good_practice.region_gaps import RegionGap, RegionGaps
from owf.web.good_practice.asking import links_to_requests
from owf.web.markup import html
from owf.web.widgets.url_state import choose

_FIRST_NAMES = 4


def claim(found: RegionGaps) -> str:
    number, where = len(found.gaps), region_in_a_sentence(found.region_name)
    if not number:
        return f"Every gap shown in {where} has an offer"
    gaps = "1 question is a gap" if number == 1 else f"{number} questions are gaps"
    return f"{gaps} in {where} without an offer"


def gaps_part(found: RegionGaps) -> None:
    if not found.named:
        html.notice(
            f"No Trust of your region publishes its results of {found.year} in full, so no gap can "
            "be shown. A chair chooses that on the Sign-off page."
        )
        return
    html.write(
        '<p class="owf-lead">Questions of {} on which a Trust of your region agreed a level below '
        "the middle of the scale, or is behind on the theme or the aspect, and on which no Trust "
        "offers an example to your region. Only Trusts that publish in full are looked at: {}.</p>",
        found.year,
        ", ".join(found.named),
    )
    if found.with_offers:
        are = (
            "1 other gap has" if found.with_offers == 1 else f"{found.with_offers} other gaps have"
        )
        html.write('<p class="owf-hint">{} an offer already.</p>', are)
    if not found.gaps:
        html.write(
            '<p class="owf-nothing">There is nothing to ask for now. Gaps appear here when Trusts '
            "sign and publish in full.</p>"
        )
        return
    themes = {one.theme.id: one.theme.title for one in found.gaps}
    theme = choose("gap-theme", "Theme", {"": "All themes", **themes}, "")
    shown = [one for one in found.gaps if theme in ("", one.theme.id)]
    widest = [one for one in shown if one.low]
    rest = [one for one in shown if not one.low]
    if widest:
        html.show(_table("With an agreed level below the middle, the widest gap first", widest))
    if rest:
        title = f"Behind on the theme or the aspect only: {len(rest)}"
        html.show(html.fold(title, _table(title, rest)) if widest else _table(title, rest))


def _table(caption: str, gaps: list[RegionGap]) -> Markup:
    return html.table(
        caption,
        ("Question", "Agreed below the middle", "Behind there", "Who is ahead"),
        (
            (
                html.with_small(one.item.code, one.item.short_name),
                _few([f"{name} ({level:g})" for name, level in one.low]),
                _few(list(one.behind)),
                links_to_requests(one.ahead, one.item.id),
            )
            for one in gaps
        ),
        css="owf-stack owf-region-gaps",
    )


def _few(names: list[str]) -> str:
    more = len(names) - _FIRST_NAMES
    shown = ", ".join(names[:_FIRST_NAMES]) or "none"
    return f"{shown} and {more} more" if more > 0 else shown
