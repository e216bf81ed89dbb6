"""``verify``: is what the database holds still what the chair signed and agreed?"""

from typing import Annotated

import typer

from owf.access import OPERATOR
from owf.assessment.results.trust_comparison import find_trust
from owf.assessment.signing.verifying import Verification, verify_versions
from owf.cli.database import open_store
from owf.cli.output import AsJson, answer, answer_json, refusing_in_words, say
from owf.improvement.plan.agreeing import PlanVerification, verify_plan
from owf.settings import get_settings


def verify(
    trust: Annotated[str, typer.Argument(help="The Trust's DfE number or its name.")],
    year: Annotated[int, typer.Argument(help="The year.")],
    as_json: AsJson = False,
) -> None:
    """Recalculate the hash of all that was signed and agreed, and say whether it was changed."""
    with refusing_in_words(), open_store() as store:
        found = find_trust(store, trust, year)
        versions = verify_versions(store, OPERATOR, found.dfe_number, year)
        plans = verify_plan(store, OPERATOR, found.dfe_number, year)
    made_up = get_settings().demo
    if as_json:
        newest, *earlier = (one.to_json(made_up=made_up) for one in versions)
        of_plan = [one.to_json(made_up=made_up) for one in plans]
        answer_json(newest | {"earlier_versions": earlier, "plans": of_plan})
    verified: list[Verification | PlanVerification] = [*versions, *plans]
    for one in verified:
        if not one.holds:
            say(one.sentence)
        elif not as_json:
            answer(one.sentence)
    if not all(one.holds for one in verified):
        raise typer.Exit(1)
