"""Who may: sessions, and the policy that every page, service and command asks."""

from owf.access.actor import OPERATOR, Actor, Role
from owf.access.people import name_behind
from owf.access.policy import Decision
from owf.access.sessions import end_session, start_session, who_is_there

__all__ = [
    "OPERATOR",
    "Actor",
    "Decision",
    "Role",
    "end_session",
    "name_behind",
    "start_session",
    "who_is_there",
]
