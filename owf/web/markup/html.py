"""Writing HTML safely: every value that is put in is escaped."""

from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup

NOTHING = Markup("")


def join(parts: Iterable[Markup]) -> Markup:
    return NOTHING.join(parts)


def show(markup: Markup, *, is_narrow: bool = False) -> None:
    st.html(markup, width="content" if is_narrow else "stretch")


def write(template: str, *values: object) -> None:
    show(Markup(template).format(*values))  # noqa: S704  a test holds that each one is literal


def given(template: str, value: object) -> Markup:
    return Markup(template).format(value) if value else NOTHING  # noqa: S704  as in `write`


_HAS_HEADING = "owf:has-heading"
_PAGE = "owf:page"


def begin_page(path: str = "") -> None:
    st.session_state[_HAS_HEADING] = False
    st.session_state[_PAGE] = path


def path_of_page() -> str:
    """Of the page that runs, as in ``compare``; empty for the start page."""
    return str(st.session_state.get(_PAGE, ""))


def has_heading() -> bool:
    return bool(st.session_state.get(_HAS_HEADING, False))


def heading(text: str, above: str = "", view: str = "") -> None:
    """``view`` names a view, such as a question; ``assets/arrival.js`` takes its reader here."""
    st.session_state[_HAS_HEADING] = True
    over = Markup('<p class="owf-over">{}</p>').format(above) if above else NOTHING
    named = Markup(' data-named=""') if view else NOTHING
    show(
        Markup('<div class="owf-heading" data-view="/{}#{}"{}>{}<h1>{}</h1></div>').format(
            st.session_state.get(_PAGE, ""), view, named, over, text
        )
    )


def notice(text: str | Markup, kind: str = "note") -> None:
    """``note``, ``good`` or ``problem``; a problem is read out at once."""
    show(notice_markup(text, kind))


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


def faults_in_list(faults: Sequence[object], what_follows: str) -> None:
    if faults:
        number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        words = Markup("<strong>{} in the list.</strong> {}").format(number, what_follows)
        notice(words, "problem")
        show(bullet_list(faults, "owf-faults"))


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
