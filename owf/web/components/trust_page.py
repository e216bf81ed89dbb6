"""Which Trust and year a page of a Trust's own people is about."""

from __future__ import annotations

from owf.access.policy import TRUST_ROLES
from owf.assessment.refusals import NotAllowed
from owf.assessment.work import newest_round_year
from owf.store import get_store
from owf.web.components.choosing import number_in_address
from owf.web.frame import signed_in


def trust_and_year(otherwise: str) -> tuple[int, int]:
    """What the address names, else this person's own Trust and its newest year.

    Args:
        otherwise: what is said to a person of no Trust, where the address names none.

    Raises:
        NotAllowed: there is no Trust to be about.
    """
    trusts = signed_in().scopes(*TRUST_ROLES, scope_kind="trust")
    trust = number_in_address("trust") or (int(trusts[0]) if trusts else None)
    if trust is None:
        raise NotAllowed(otherwise)
    return trust, number_in_address("year") or newest_round_year(get_store(), trust)
