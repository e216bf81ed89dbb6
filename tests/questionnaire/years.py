"""Two tiny packs of which the newer one changes a question in every way there is."""

from __future__ import annotations

ITEM = """\
  - id: {id}
    code: {code}
    text: {text}
    short_name: {code}
    hint: Think of last month.
    aspect: {aspect}
    audience: {audience}
    references: []
{more}"""


def item(item_id: str, text: str = "", *, aspect="training", audience="all", more="") -> str:
    """A question in YAML; its text is its own where none is given."""
    return ITEM.format(
        id=item_id,
        code=item_id.upper(),
        text=text or f"Staff here do {item_id}.",
        aspect=aspect,
        audience=audience,
        more="".join(f"    {line}\n" for line in more.splitlines()),
    )


def theme(theme_id: str, *items: str) -> str:
    """A theme in YAML."""
    return (
        f"id: {theme_id}\ntitle: {theme_id.title()}\nshort_title: {theme_id.title()}\n"
        f"intro: About it.\nitems:\n{''.join(items)}"
    )


SCALE = """\
  - id: {id}
    levels:
      - {{value: 1, label: {words} one, short: One}}
      - {{value: 2, label: {words} two, short: Two}}
      - {{value: 3, label: {words} three, short: Three}}
    midpoint: 2
    bands:
      - {{lower: 1, upper: 3, label: all}}
    non_scores:
      - {{value: dont_know, label: Don't know}}
    descriptors:
"""
DESCRIBED = "      {theme}: {{1: no, 2: partly, 3: yes}}\n"


def scales(*further: str, themes=("caf", "sharing")) -> str:
    """The scale `progress`, described for all themes, and further ones for `sharing`."""
    first = SCALE.format(id="progress", words="progress")
    described = "".join(DESCRIBED.format(theme=one) for one in themes)
    more = "".join(
        SCALE.format(id=one, words=one) + DESCRIBED.format(theme="sharing") for one in further
    )
    return f"scales:\n{first}{described}{more}"


SIGNED = "reason: It was hard to answer, decided_by: the working group, date: 2009-03-01"

CHANGES = f"""\
since: tiny@2008
changes:
  - {{kind: same, from: q-1}}
  - {{kind: reworded, from: q-2, comparable: with_care, {SIGNED}}}
  - {{kind: split, from: q-3, to: [q-3a, q-3b], comparable: with_care, {SIGNED}}}
  - {{kind: merged, from: [q-4, q-5], to: q-45, comparable: with_care, {SIGNED}}}
  - {{kind: removed, from: q-6, {SIGNED}}}
  - {{kind: moved, from: q-7, comparable: yes, {SIGNED}}}
  - kind: rescaled
    from: s-1
    comparable: yes
    convert: {{1: 1, 2: 2, 3: 3}}
    reason: Frequency is easier to tell.
    decided_by: the working group
    date: 2009-03-01
  - {{kind: reworded, from: s-2, to: s-2b, comparable: no, {SIGNED}}}
  - {{kind: added, to: n-1, {SIGNED}}}
"""

OLDER = {
    "scales.yaml": scales(),
    "themes/caf.yaml": theme(
        "caf",
        *(item(f"q-{number}") for number in range(1, 7)),
        item("q-7", aspect="benefit"),
    ),
    "themes/sharing.yaml": theme("sharing", item("s-1"), item("s-2")),
}
NEWER = {
    "scales.yaml": scales("frequency"),
    "themes/caf.yaml": theme(
        "caf",
        item("q-1"),
        item("q-2", "Staff here really do q-2."),
        item("q-3a"),
        item("q-3b"),
        item("q-45"),
        item("n-1"),
    ),
    "themes/sharing.yaml": theme(
        "sharing",
        item("q-7", aspect="benefit"),
        item("s-1", more="scale: frequency"),
        item("s-2b", "Managers here do s-2."),
    ),
    "changes.yaml": CHANGES,
}
