"""``verify``: is what the database holds still what the chair signed?"""

from typing import Annotated

import typer

from owf.access import OPERATOR
from owf.assessment.results.trust_comparison import find_trust
from owf.assessment.signing.verifying import verify_versions
from owf.cli.database import open_store
from owf.cli.output import AsJson, answer, answer_json, refusing_in_words, say
from owf.settings import get_settings


def verify(
    trust: Annotated[str, typer.Argument(help="The Trust's DfE number or its name.")],
    year: Annotated[int, typer.Argument(help="The year.")],
    as_json: AsJson = False,
) -> None:
    """Recalculate the hash of each signed version, and say whether anything was changed."""
    with refusing_in_words(), open_store() as store:
        found = find_trust(store, trust, year)
        versions = verify_versions(store, OPERATOR, found.dfe_number, year)
    made_up = get_settings().demo
    if as_json:
        newest, *earlier = (one.to_json(made_up=made_up) for one in versions)
        answer_json(newest | {"earlier_versions": earlier})
    changed = [one for one in versions if not one.holds]
    for one in versions:
        if not one.holds:
            say(one.sentence)
        elif not as_json:
            answer(one.sentence)
    if changed:
        raise typer.Exit(1)
