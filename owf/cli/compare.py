"""``compare``: how a Trust stands, with the working behind each verdict."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from owf.access import OPERATOR
from owf.assessment.results.neighbours import load_neighbours
from owf.assessment.results.trust_comparison import compare_with, find_trust
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.cli.database import open_store
from owf.cli.output import AsJson, answer, answer_json, refusing_in_words, say
from owf.settings import get_settings


class Comparator(StrEnum):
    REGION = "region"
    ENGLAND = "england"
    NEIGHBOURS = "neighbours"


def compare(
    trust: Annotated[str, typer.Argument(help="The Trust's DfE number or its name.")],
    year: Annotated[int, typer.Argument(help="The year.")],
    comparator: Annotated[
        Comparator, typer.Option("--with", help="What to compare with.")
    ] = Comparator.REGION,
    as_json: AsJson = False,
) -> None:
    """Compare a Trust with others, and show how each verdict is worked out."""
    with refusing_in_words(), open_store() as store:
        found = find_trust(store, trust, year)
        comparison = compare_with(store, OPERATOR, found.dfe_number, year, comparator.value)
    made_up = get_settings().demo
    if as_json:
        answer_json(comparison.to_json(made_up=made_up))
    else:
        answer(_comparison_text(comparison, made_up=made_up))


def _comparison_text(comparison: TrustComparison, *, made_up: bool) -> str:
    lines = [f"{comparison.trust.name} {comparison.year} against {comparison.comparator}"]
    if made_up:
        lines.append("Demonstration: all figures are made up.")
    lines += [f"- {point}" for point in comparison.key_points]
    return "\n".join(lines)


def neighbours(
    file: Annotated[
        Path,
        typer.Argument(help="CSV: a Trust, then up to ten, nearest first, by DfE number or name."),
    ],
) -> None:
    """Load the statistical neighbours of all Trusts, replacing the earlier ones."""
    with refusing_in_words(), open_store() as store:
        number = load_neighbours(store, OPERATOR, file)
    say(f"{number} Trusts have statistical neighbours now.")
