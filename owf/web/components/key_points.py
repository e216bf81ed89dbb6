"""What a page comes to, in a few sentences to be read out."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from owf.web import html


def listed(points: Sequence[str]) -> Markup:
    """Sentences, one below the other."""
    return Markup("<ul>{}</ul>").format(
        html.join(Markup("<li>{}</li>").format(point) for point in points)
    )


def key_points(
    points: Sequence[str], title: str = "Key points", below: Markup = html.NOTHING
) -> Markup:
    """The key points with their heading, and what else belongs to them."""
    return Markup('<section class="owf-points"><h2>{}</h2>{}{}</section>').format(
        title, listed(points), below
    )
