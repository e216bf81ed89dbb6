"""HTML in which every value that is put in is escaped."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

NOTHING = Markup("")


def join(parts: Iterable[Markup]) -> Markup:
    return NOTHING.join(parts)


def given(template: str, value: object) -> Markup:
    return Markup(template).format(value) if value else NOTHING  # noqa: S704  a test holds that each one is literal


def notice_markup(text: str | Markup, kind: str = "note") -> Markup:
    role = "alert" if kind == "problem" else "status"
    return Markup('<div class="owf-notice owf-{}" role="{}"><p>{}</p></div>').format(
        kind, role, text
    )


def hint(text: str | Markup) -> Markup:
    return Markup('<p class="owf-hint">{}</p>').format(text)


def with_small(text: str | Markup, small: str) -> Markup:
    return Markup('{} <span class="owf-small">{}</span>').format(text, small)


def missing(text: str) -> Markup:
    return Markup('<span class="owf-missing">{}</span>').format(text)


def bullet_list(points: Iterable[object], css: str = "") -> Markup:
    opening = Markup('<ul class="{}">').format(css) if css else Markup("<ul>")
    return opening + join(Markup("<li>{}</li>").format(one) for one in points) + Markup("</ul>")


def facts(pairs: Iterable[tuple[str, str | Markup]]) -> Markup:
    return Markup('<dl class="owf-facts">{}</dl>').format(
        join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs)
    )


def tag(text: str, css: str = "") -> Markup:
    classes = f"owf-tag {css}".rstrip()
    return Markup('<span class="{}">{}</span>').format(classes, text)


def fold(summary: str, inside: Markup) -> Markup:
    return Markup('<details class="owf-what owf-fold"><summary>{}</summary>{}</details>').format(
        summary, inside
    )


def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str | Markup]],
    *,
    css: str = "",
    region: str = "",
    numeric: frozenset[int] = frozenset(),
) -> Markup:
    """``region``: its landmark's name where captions repeat; ``numeric``: columns of numbers."""

    def cell(place: int, value: str | Markup) -> Markup:
        if place == 0:
            return Markup('<th scope="row">{}</th>').format(value)
        kind = Markup(' class="owf-number"') if place in numeric else NOTHING
        return Markup('<td{} data-label="{}">{}</td>').format(kind, head[place], value)

    return Markup(
        '<div class="owf-table {}" tabindex="0" role="region" aria-label="{}"><table>'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(
        css,
        region or caption,
        caption,
        join(Markup('<th scope="col">{}</th>').format(title) for title in head),
        join(
            Markup("<tr>{}</tr>").format(join(cell(place, one) for place, one in enumerate(row)))
            for row in rows
        ),
    )
