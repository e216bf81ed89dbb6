"""The shape of each file: which keys it may have and what belongs in them."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from owf.questionnaire.lineage import Lineage
from owf.questionnaire.models import PackHead, Theme
from owf.questionnaire.problems import PackProblem, did_you_mean, suggestion
from owf.questionnaire.scales import Id, NonScore, Part, Scale
from owf.questionnaire.yaml_source import Place, Source


class PackFile(PackHead):
    """`pack.yaml`: the head of a pack, and the names of its theme files."""

    themes: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The themes in the order they are asked; each has a file `themes/<id>.yaml`."""


class ScalesFile(Part):
    """`scales.yaml`: the first is what items without a scale of their own are rated on."""

    scales: Annotated[tuple[Scale, ...], Field(min_length=1)]
    """One or several; all with the same level numbers and midpoint, so that scores can be
    averaged."""


ThemeFile = Theme
"""`themes/<id>.yaml` holds a theme as it is."""

ChangesFile = Lineage
"""`changes.yaml` holds what became of every item of the pack before."""

_M = TypeVar("_M", bound=BaseModel)

_REMEDIES = {
    "string_too_short": ("has no text", "write it"),
    "string_too_long": ("has {length} characters", "use at most {max_length}"),
    "string_type": ("is not text", "put it in quotes"),
    "int_type": ("is not a whole number", "write a number without quotes, such as 3"),
    "float_type": ("is not a number", "write a number without quotes, such as 3 or 2.5"),
    "tuple_type": ("is not a list", "write one entry per line, each after `- `"),
    "mapping_type": ("has no keys", "write `key: value` lines below it"),
    "dict_type": ("has no keys", "write `key: value` lines below it"),
    "model_type": ("has no keys", "write `key: value` lines below it"),
    "too_short": ("is an empty list", "add an entry"),
    "too_long": ("has {actual_length} entries", "use at most {max_length}"),
    "bool_type": ("is neither true nor false", "write true or false"),
    "bool_parsing": ("is neither true nor false", "write true or false"),
    "date_type": ("is not a date", "write it as 2009-06-30"),
    "date_parsing": ("is not a date", "write it as 2009-06-30"),
    "date_from_datetime_parsing": ("is not a date", "write it as 2009-06-30"),
    "date_from_datetime_inexact": ("is not a date", "write it as 2009-06-30"),
}
_PATTERNS = (
    (
        "@",
        ("is `{input}`, which is not the name of a pack"),
        "write `id@version`, integrated-working@2008 say",
    ),
    ("http", "is `{input}`, which is not an address", "write it with https:// and without spaces"),
    ("", "is `{input}`, which cannot be an id", "use small letters, digits and hyphens"),
)
"""Part of a pattern -> what is wrong with a text that does not match, and what to do."""

_NO_ANSWER = (
    "is `{input}`, which is not an answer",
    "use a level such as 3, or one of: " + ", ".join(NonScore),
)


def parse(source: Source, model: type[_M]) -> tuple[_M | None, list[PackProblem]]:
    """None with all problems of its shape where it does not fit."""
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    slips = {
        (*place[:-1], meant)
        for place in (_place(d) for d in details if d["type"] == "extra_forbidden")
        if (meant := did_you_mean(str(place[-1]), _missing_keys(source, model, place[:-1])))
    }
    return None, [
        _problem(source, model, detail)
        for detail in details
        # A misspelt key is one mistake: not also a missing one.
        if not (detail["type"] == "missing" and _place(detail) in slips)
        # Pydantic reports a list of broken entries as empty too.
        and not (detail["type"] == "too_short" and source.get(_place(detail)))
        # A value that is neither of two kinds is reported once, for the first of them.
        and not (_is_branch(detail) and detail["type"] != "int_type")
    ]


def _is_branch(detail: ErrorDetails) -> bool:
    """Whether this is one of the kinds that an answer in `applies_when` may have."""
    return detail["loc"][-1:] in (("int",), (f"str-enum[{NonScore.__name__}]",))


def _place(detail: ErrorDetails) -> Place:
    steps = detail["loc"][:-1] if _is_branch(detail) else detail["loc"]
    return tuple(step for step in steps if step != "[key]")


def _problem(source: Source, model: type[BaseModel], detail: ErrorDetails) -> PackProblem:
    kind, place, given = detail["type"], _place(detail), detail["input"]
    name = _name(source, place)
    if kind == "extra_forbidden":
        missing = _missing_keys(source, model, place[:-1])
        key = str(place[-1])
        near = did_you_mean(key, missing)
        todo = (
            f"did you mean `{near}`?" if near else suggestion(key, missing or _keys(model, place))
        )
        return source.problem(place, f"unknown key {name}", todo)
    if kind == "missing":
        return source.problem(place, f"{name} is missing", f"add {name}")
    if given is None:
        return source.problem(place, f"{name} is empty", "write it")
    if kind in ("enum", "literal_error"):
        known = re.findall(r"'([^']*)'", detail["ctx"]["expected"]) or [detail["ctx"]["expected"]]
        return source.problem(
            place, f"{name} is `{given}`, which is unknown", suggestion(str(given), known)
        )
    what, todo = _REMEDIES.get(kind, (f"is wrong: {detail['msg']}", "correct it"))
    if _is_branch(detail):
        what, todo = _NO_ANSWER
    elif kind == "string_pattern_mismatch":
        pattern = detail["ctx"]["pattern"]
        what, todo = next(words for sign, *words in _PATTERNS if sign in pattern)
    facts: dict[str, Any] = {**detail.get("ctx", {}), "input": given}
    facts["length"] = len(given) if isinstance(given, str) else 0
    return source.problem(place, f"{name} {what.format(**facts)}", todo.format(**facts))


def _name(source: Source, place: Place) -> str:
    """Its key, or "entry 2 of `items`"."""
    if not place:
        return "this file"
    step = place[-1]
    if isinstance(step, int) and isinstance(source.get(place[:-1]), list):
        return f"entry {step + 1} of `{place[-2]}`"
    return f"`{step}`"


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that are allowed beside the one at `place`."""
    found: type[BaseModel] | None = model
    for step in place[:-1]:
        if isinstance(step, str) and found is not None:
            field = found.model_fields.get(step)
            found = _model_in(field.annotation) if field else None
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for part in get_args(annotation) if (m := _model_in(part))), None)


def _missing_keys(source: Source, model: type[BaseModel], place: Place) -> list[str]:
    present = source.get(place)
    return [key for key in _keys(model, (*place, "")) if key not in (present or {})]


FILES: Mapping[str, tuple[str, type[BaseModel]]] = {
    "pack.schema.json": ("pack.yaml", PackFile),
    "scales.schema.json": ("scales.yaml", ScalesFile),
    "theme.schema.json": ("themes/<id>.yaml", ThemeFile),
    "changes.schema.json": ("changes.yaml", ChangesFile),
}
"""File below `questions/schema/` -> the file of a pack that it is for, and its model."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(name: str) -> str:
    """KeyError where there is none."""
    described, model = FILES[name]
    schema = _without_generated_titles(model.model_json_schema(by_alias=True))
    head = {"$schema": _DRAFT, "title": described}
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"


def _without_generated_titles(part: Any) -> Any:
    """Titles made from names go, descriptions are in one line each."""
    if isinstance(part, list):
        return [_without_generated_titles(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _one_line(value)
        if key == "description" and isinstance(value, str)
        else _without_generated_titles(value)
        for key, value in part.items()
        # A field that is called `title` has a schema here, not text.
        if not (key == "title" and isinstance(value, str))
    }


def _one_line(docstring: str) -> str:
    """Marked up as Markdown is."""
    return re.sub(r"``(.+?)``", r"`\1`", " ".join(docstring.split()))
