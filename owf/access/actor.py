"""The person (or the operator) on whose behalf something is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from owf.store.people import RoleHeld


class Role(StrEnum):
    RESPONDENT = "respondent"
    COORDINATOR = "coordinator"
    STEERING = "steering"
    CHAIR = "chair"
    REGIONAL_LEAD = "regional_lead"
    NATIONAL = "national"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Actor:
    """``all_roles`` are all that they hold, where they work under one of them just now."""

    id: str
    name: str
    roles: tuple[RoleHeld, ...] = ()
    is_operator: bool = False
    address: str = field(default="", compare=False)
    all_roles: tuple[RoleHeld, ...] = field(default=(), compare=False)

    def holds(self, role: Role, scope_kind: str, scope_id: int | str) -> bool:
        return RoleHeld(role, scope_kind, str(scope_id)) in self.roles

    def holds_any(self, roles: Sequence[Role], scope_kind: str, scope_id: int | str) -> bool:
        return any(self.holds(role, scope_kind, scope_id) for role in roles)

    def has(self, role: Role) -> bool:
        return any(held.role == role for held in self.roles)

    def scopes(self, *roles: Role, scope_kind: str) -> tuple[str, ...]:
        found = (
            held.scope_id
            for held in self.roles
            if held.role in roles and held.scope_kind == scope_kind
        )
        return tuple(dict.fromkeys(found))


OPERATOR = Actor(id="operator", name="Operator", is_operator=True)
