"""``verify``: is what the database holds still what the chair signed?"""

from __future__ import annotations

from typing import Annotated

import typer

from owf.access import OPERATOR
from owf.assessment.comparing import find_trust
from owf.assessment.verifying import verify_signature
from owf.cli.database import open_store
from owf.cli.speaking import AsJson, answer, answer_json, refusing_in_words, say
from owf.settings import get_settings


def verify(
    trust: Annotated[str, typer.Argument(help="The Trust's DfE number or its name.")],
    year: Annotated[int, typer.Argument(help="The cycle's year.")],
    as_json: AsJson = False,
) -> None:
    """Work a sign-off's hash out again, and say whether anything was changed since."""
    with refusing_in_words(), open_store() as store:
        found = find_trust(store, trust, year)
        verification = verify_signature(store, OPERATOR, found.dfe_number, year)
    if as_json:
        answer_json(verification.to_json(made_up=get_settings().demo))
    elif verification.holds:
        answer(verification.sentence)
    if not verification.holds:
        say(verification.sentence)
        raise typer.Exit(1)
